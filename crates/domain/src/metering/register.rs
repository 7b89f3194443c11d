//! 示数: what a meter shows, by register. Codes differ between systems; an import profile maps them to these.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// 示数类型
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    /// 正向有功总
    ActiveTotal,
    /// 尖
    ActiveSharp,
    /// 峰
    ActivePeak,
    /// 平
    ActiveFlat,
    /// 谷
    ActiveValley,
    /// 深谷
    ActiveDeepValley,
    /// 反向有功总
    ReverseActive,
    /// 正向无功总
    Reactive,
    /// 反向无功总
    ReverseReactive,
    /// 最大需量, kW on the secondary side.
    MaxDemand,
}

/// 时段
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RatePeriod {
    Sharp,
    Peak,
    Flat,
    Valley,
    DeepValley,
}

impl RatePeriod {
    /// In the order in which bills list them.
    pub const ALL: [RatePeriod; 5] =
        [RatePeriod::Sharp, RatePeriod::Peak, RatePeriod::Flat, RatePeriod::Valley, RatePeriod::DeepValley];

    pub fn register(self) -> Register {
        match self {
            RatePeriod::Sharp => Register::ActiveSharp,
            RatePeriod::Peak => Register::ActivePeak,
            RatePeriod::Flat => Register::ActiveFlat,
            RatePeriod::Valley => Register::ActiveValley,
            RatePeriod::DeepValley => Register::ActiveDeepValley,
        }
    }
}

impl Register {
    pub const ALL: [Register; 10] = [
        Register::ActiveTotal,
        Register::ActiveSharp,
        Register::ActivePeak,
        Register::ActiveFlat,
        Register::ActiveValley,
        Register::ActiveDeepValley,
        Register::ReverseActive,
        Register::Reactive,
        Register::ReverseReactive,
        Register::MaxDemand,
    ];

    /// A stable number for storage and journals, from 1.
    pub fn code(self) -> u8 {
        Self::ALL.iter().position(|register| *register == self).expect("every register is listed") as u8 + 1
    }

    pub fn from_code(code: u8) -> Option<Register> {
        usize::from(code).checked_sub(1).and_then(|index| Self::ALL.get(index)).copied()
    }

    /// The part of the day that the register counts.
    pub fn rate_period(self) -> Option<RatePeriod> {
        RatePeriod::ALL.into_iter().find(|period| period.register() == self)
    }

    /// Demand starts again every month; all others only count up.
    pub fn counts_up(self) -> bool {
        self != Register::MaxDemand
    }
}

/// What a meter showed at one moment, in the unit of each register, at most four decimals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Registers(BTreeMap<Register, Decimal>);

impl Registers {
    /// Decimals that any meter or file may carry.
    pub const DECIMALS_MAX: u32 = 4;

    pub fn of(values: impl IntoIterator<Item = (Register, Decimal)>) -> Registers {
        Registers(values.into_iter().map(|(register, value)| (register, value.normalize())).collect())
    }

    pub fn total(value: Decimal) -> Registers {
        Registers::of([(Register::ActiveTotal, value)])
    }

    pub fn get(&self, register: Register) -> Option<Decimal> {
        self.0.get(&register).copied()
    }

    pub fn set(&mut self, register: Register, value: Decimal) {
        self.0.insert(register, value.normalize());
    }

    /// In the order of `Register::ALL`.
    pub fn iter(&self) -> impl Iterator<Item = (Register, Decimal)> + '_ {
        self.0.iter().map(|(register, value)| (*register, *value))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
