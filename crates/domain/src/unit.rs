//! 组织: the tree of units, from the prefecture company to the outlet. The number of units is data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::UnitCode;

/// What kind of place a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UnitLevel {
    /// 州公司
    Prefecture,
    /// 县(市)公司
    CountyCompany,
    /// 供电所, 客户服务中心 or 营业所: the unit that customers belong to.
    Station,
    /// 营业网点: a place with a counter.
    Outlet,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unit {
    pub code: UnitCode,
    /// `None` only for the prefecture.
    pub parent: Option<UnitCode>,
    pub level: UnitLevel,
    pub name: String,
}

/// Units by code, with the questions that are asked of the tree.
#[derive(Clone, Debug, Default)]
pub struct UnitTree {
    units: BTreeMap<UnitCode, Unit>,
}

impl UnitTree {
    pub fn new(units: impl IntoIterator<Item = Unit>) -> UnitTree {
        UnitTree { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect() }
    }

    pub fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.get(code)
    }

    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// The unit and all above it, nearest first. A broken or circular parent ends the walk.
    fn ancestry<'a>(&'a self, code: &'a UnitCode) -> Vec<&'a Unit> {
        let mut line: Vec<&Unit> = Vec::new();
        let mut next = self.units.get(code);
        while let Some(unit) = next {
            if line.iter().any(|seen| seen.code == unit.code) {
                break;
            }
            line.push(unit);
            next = unit.parent.as_ref().and_then(|parent| self.units.get(parent));
        }
        line
    }

    /// Whether `code` is `top` or lies below it.
    pub fn is_within(&self, code: &UnitCode, top: &UnitCode) -> bool {
        self.ancestry(code).iter().any(|unit| unit.code == *top)
    }

    /// 供电单位: the station that an outlet belongs to; a station is its own.
    pub fn station_of<'a>(&'a self, code: &'a UnitCode) -> Option<&'a Unit> {
        self.ancestry(code).into_iter().find(|unit| unit.level == UnitLevel::Station)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str, parent: Option<&str>, level: UnitLevel) -> Unit {
        let parse = |code: &str| code.parse().unwrap();
        Unit { code: parse(code), parent: parent.map(parse), level, name: code.to_owned() }
    }

    #[test]
    fn an_outlet_lies_within_its_station_and_company() {
        let tree = UnitTree::new([
            unit("42128", None, UnitLevel::Prefecture),
            unit("4212801", Some("42128"), UnitLevel::CountyCompany),
            unit("421280103", Some("4212801"), UnitLevel::Station),
            unit("42128010301", Some("421280103"), UnitLevel::Outlet),
        ]);
        let outlet = "42128010301".parse().unwrap();
        assert!(tree.is_within(&outlet, &"4212801".parse().unwrap()));
        assert!(!tree.is_within(&outlet, &"4212802".parse().unwrap()));
        assert_eq!(tree.station_of(&outlet).unwrap().code.as_str(), "421280103");
    }
}
