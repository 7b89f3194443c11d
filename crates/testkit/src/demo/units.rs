//! The tree of units: the prefecture company, 8 county companies, a station for each township, one or two counters each.
//!
//! ```text
//! 42128 ─ 4212801 恩施市 ─ 421280109 白杨坪供电所 ─ 42128010901 营业厅
//!                                                 └ 42128010902 便民收费点
//! ```

use domain::{Unit, UnitCode, UnitLevel};

use super::towns::{self, COUNTIES, County, Town, TownKind};

/// The station of 白杨坪镇 in 恩施市, where the demo plays.
pub fn demo_station() -> UnitCode {
    code("421280109".to_owned())
}

/// The counter where the demo cashier sits.
pub fn demo_outlet() -> UnitCode {
    code("42128010901".to_owned())
}

/// The other counter of the same station.
pub fn demo_second_outlet() -> UnitCode {
    code("42128010902".to_owned())
}

/// All units of the prefecture, parents before children.
pub fn units() -> Vec<Unit> {
    let top = prefecture();
    let mut units =
        vec![Unit {
            code: top.clone(), parent: None, level: UnitLevel::Prefecture, name: "恩施州电力公司".into()
        }];
    for county in &COUNTIES {
        let company = company_code(county);
        let name = format!("{}电力公司", county.name);
        units.push(Unit { code: company.clone(), parent: Some(top.clone()), level: UnitLevel::CountyCompany, name });
        for town in county.towns {
            units.extend(station_with_outlets(county, town, &company));
        }
    }
    units
}

/// The prefecture company.
pub fn prefecture() -> UnitCode {
    code("42128".to_owned())
}

/// The county company: 4212801 for 恩施市.
pub fn company_code(county: &County) -> UnitCode {
    code(format!("42128{}", county.digits()))
}

/// The station of a township: the county's code and the town's place in the county's list, from 01.
pub fn station_code(county: &County, town: &Town) -> UnitCode {
    let place = county.towns.iter().position(|other| other.code == town.code).expect("a town of this county");
    code(format!("42128{}{:02}", county.digits(), place + 1))
}

/// The township that a station serves, with its place in the list of all.
pub fn town_of(station: &UnitCode) -> Option<(usize, &'static County, &'static Town)> {
    towns::all().find(|(_, county, town)| station_code(county, town) == *station)
}

fn station_with_outlets(county: &County, town: &Town, company: &UnitCode) -> Vec<Unit> {
    let station = station_code(county, town);
    let name = format!("{}供电所", town.short);
    let counters: &[&str] = match town.kind {
        TownKind::Street | TownKind::Seat | TownKind::Town => &["营业厅", "便民收费点"],
        TownKind::Rural | TownKind::Zone => &["营业厅"],
    };
    let outlets = counters.iter().zip(1..).map(|(counter, number)| Unit {
        code: code(format!("{station}{number:02}")),
        parent: Some(station.clone()),
        level: UnitLevel::Outlet,
        name: format!("{name}{counter}"),
    });
    let outlets: Vec<Unit> = outlets.collect();
    let station = Unit { code: station, parent: Some(company.clone()), level: UnitLevel::Station, name };
    [station].into_iter().chain(outlets).collect()
}

fn code(digits: String) -> UnitCode {
    digits.try_into().expect("unit codes are digits")
}

#[cfg(test)]
mod tests {
    use domain::UnitTree;

    use super::*;

    #[test]
    fn every_unit_hangs_under_the_prefecture_and_has_its_own_name() {
        let units = units();
        let tree = UnitTree::new(units.clone());
        assert_eq!(tree.units().count(), units.len(), "no code twice");
        assert!(units.iter().all(|unit| tree.is_within(&unit.code, &prefecture())));
        let count = |level| units.iter().filter(|unit| unit.level == level).count();
        assert_eq!((count(UnitLevel::CountyCompany), count(UnitLevel::Station)), (8, 94));
        let mut names: Vec<_> = units.iter().map(|unit| &unit.name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), units.len());
    }

    #[test]
    fn the_demo_plays_at_baiyangping() {
        let tree = UnitTree::new(units());
        assert_eq!(tree.station_of(&demo_outlet()).unwrap().name, "白杨坪供电所");
        assert_eq!(town_of(&demo_station()).unwrap().2.code, "422801103");
    }
}
