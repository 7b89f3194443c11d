//! The codes of the trade for readings. Numbers are those of the field (业务类别, 抄表方式, 抄表状态, 异常类型).

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            pub fn code(self) -> u8 {
                match self { $($name::$variant => $code,)* }
            }

            pub fn from_code(code: u8) -> Option<$name> {
                match code { $($code => Some($name::$variant),)* _ => None }
            }
        }
    };
}

coded! {
    /// 业务类别
    ReadingKind {
        /// 正常
        Periodic = 0,
        /// 非周期/新装: outside the plan, for a new connection or a closed account.
        OffCycle = 1,
        /// 补抄
        Supplementary = 2,
        /// 政策性退补
        Policy = 3,
        /// 监抄
        Supervised = 4,
        /// 试算
        Trial = 5,
    }
}

coded! {
    /// 抄表方式
    ReadingMethod {
        /// 现场单抄
        OnSite = 10,
        /// 手工(抄表卡)
        Card = 11,
        /// 普通抄表机
        Handheld = 12,
        /// 远红外抄表机: read through the meter's own interface, standing in front of it.
        Infrared = 13,
        /// 集中抄表
        Centralised = 20,
        /// 集中抄表(载波)
        CentralisedCarrier = 24,
        /// 远程抄表
        Remote = 30,
        /// 负控
        LoadControl = 31,
        /// 变电站
        Substation = 34,
        /// 其它
        Other = 99,
    }
}

impl ReadingMethod {
    /// Somebody stood in front of the meter; such a reading wins over a remote one.
    pub fn is_on_site(self) -> bool {
        self.code() < 20
    }
}

coded! {
    /// 抄表状态
    ReadingState {
        /// 正常
        Normal = 0,
        /// 翻转
        Rollover = 1,
        /// 倒走: never billed at the desk.
        Reversal = 2,
    }
}

coded! {
    /// 异常类型
    Anomaly {
        None = 0,
        /// 示数不平: registers do not add up.
        RegistersDisagree = 10,
        /// 计量箱损坏
        BoxBroken = 11,
        /// 违约用电
        BreachOfContract = 12,
        /// 无表
        NoMeter = 13,
        /// 表烧
        Burnt = 14,
        /// 表故障
        Faulty = 15,
        /// 表号不符
        NumberDiffers = 16,
        /// 倍率不符
        MultiplierDiffers = 18,
        /// 估抄: locked door or no access.
        Estimated = 19,
        /// 漏抄
        Missed = 20,
    }
}
