//! 电量: how much a customer uses, month by month. Many families are away all year; their meters stand still.

use domain::ElecType;

use crate::seed::Rng;

/// Per cent of the usual month, from January to December.
type Season = [i64; 12];

const HOME: Season = [130, 125, 95, 80, 75, 85, 115, 130, 95, 75, 85, 110];
/// Back for the Spring Festival, and for a few days in August.
const AWAY: Season = [110, 150, 5, 0, 0, 0, 10, 40, 0, 0, 0, 15];
const BUSINESS: Season = [90, 75, 95, 95, 100, 110, 125, 130, 105, 95, 90, 95];
const FARM: Season = [40, 40, 70, 100, 110, 110, 150, 180, 150, 90, 50, 40];
const PUMP: Season = [0, 0, 10, 60, 140, 160, 200, 180, 60, 0, 0, 0];
const SCHOOL: Season = [60, 30, 110, 110, 105, 100, 30, 15, 110, 110, 115, 110];
const WORKS: Season = [80, 40, 105, 110, 110, 105, 105, 100, 105, 110, 110, 100];

/// A customer's habit of using power.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    kwh_per_month: i64,
    season: &'static Season,
}

impl Usage {
    pub fn of(elec_type: ElecType, rng: &mut Rng) -> Usage {
        let (season, kwh_per_month) = match elec_type.0 {
            100 => (&WORKS, rng.between(8_000, 60_000)),
            201 | 202 => return Usage::of_a_home(rng),
            203 => (&SCHOOL, rng.between(800, 6_000)),
            300 => (&FARM, rng.between(30, 1_500)),
            301 => (&PUMP, rng.between(50, 1_200)),
            403 => (&BUSINESS, rng.between(400, 6_000)),
            _ => (&BUSINESS, business(rng)),
        };
        Usage { kwh_per_month, season }
    }

    fn of_a_home(rng: &mut Rng) -> Usage {
        let (season, kwh_per_month) = match rng.below(100) {
            0..9 => (&HOME, 0),
            9..17 => (&AWAY, rng.between(40, 130)),
            17..37 => (&HOME, rng.between(22, 60)),
            37..85 => (&HOME, rng.between(65, 170)),
            85..97 => (&HOME, rng.between(170, 350)),
            _ => (&HOME, rng.between(350, 900)),
        };
        Usage { kwh_per_month, season }
    }

    /// Of a month like any other.
    pub fn usual_kwh(self) -> i64 {
        self.kwh_per_month
    }

    /// The energy of a calendar month, give or take a fifth by chance.
    pub fn kwh_in(self, month: u8, chance: &mut Rng) -> i64 {
        let usual = self.kwh_per_month * self.season[usize::from(month) - 1];
        usual * chance.between(80, 120) / 10_000
    }
}

fn business(rng: &mut Rng) -> i64 {
    match rng.below(100) {
        0..70 => rng.between(40, 300),
        70..95 => rng.between(300, 2_000),
        _ => rng.between(2_000, 8_000),
    }
}

/// What kind of customer the next one is: 93 % homes, 5 % business, 1.5 % farming, 0.4 % from 100 kVA on, 0.1 % other.
pub fn draw_elec_type(is_street: bool, rng: &mut Rng) -> ElecType {
    match rng.below(1000) {
        0..930 if is_street => ElecType::URBAN_RESIDENTIAL,
        0..930 => ElecType::RURAL_RESIDENTIAL,
        930..980 => business_type(rng),
        980..995 if is_street => ElecType::AGRICULTURE,
        980..995 => *rng.pick(&[ElecType::AGRICULTURE, ElecType::AGRICULTURE, ElecType::IRRIGATION]),
        995..999 => ElecType::LARGE_INDUSTRY,
        _ => *rng.pick(&[ElecType(203), ElecType(900)]),
    }
}

/// Seven of ten are shops; the others lighting, non-industrial and ordinary industry.
fn business_type(rng: &mut Rng) -> ElecType {
    ElecType(*rng.pick(&[401, 402, 403, 405, 405, 405, 405, 405, 405, 405]))
}
