//! Where customers live: villages with groups, market streets, city roads; and the transformer area that feeds them.
//!
//! A township is cut into areas of 110 customers. Three areas in a row share a village or a street, and
//! with it a reading route.

use super::names::SURNAMES;
use super::towns::{County, Town, TownKind};
use crate::seed::Rng;

pub const CUSTOMERS_PER_AREA: usize = 110;
const AREAS_PER_PLACE: usize = 3;
/// Customers of a village or a street.
pub const CUSTOMERS_PER_PLACE: usize = AREAS_PER_PLACE * CUSTOMERS_PER_AREA;
const GROUPS_PER_AREA: usize = 2;

/// What a village is called after, beside the families: 石板坪, 枫香坝.
const FEATURES: [&str; 26] = [
    "石板", "枫香", "杉树", "金竹", "黄泥", "凉水", "青岩", "白岩", "茶园", "老鸦", "野猪", "龙洞", "双河", "高峰",
    "板栗", "麻柳", "梨子", "铜锣", "马鹿", "羊角", "大木", "小溪", "火烧", "天池", "月亮", "筒车",
];
const LANDS: [&str; 15] = ["坝", "岩", "坪", "湾", "沟", "槽", "垭", "岭", "坡", "塘", "河", "寨", "堡", "井", "淌"];
const MARKET_STREETS: [&str; 7] = ["正街", "老街", "新街", "茶叶街", "沿河路", "民族路", "集镇路"];
const CITY_ROADS: [&str; 14] = [
    "民族路",
    "清江路",
    "沿河路",
    "解放路",
    "建设路",
    "大桥路",
    "五一路",
    "学院路",
    "金桂路",
    "施南路",
    "东风路",
    "工农路",
    "胜利路",
    "文昌路",
];
const LINES: [&str; 10] = ["茶山", "龙潭", "石桥", "青岩", "双河", "高峰", "金龙", "板栗", "鱼泉", "望城"];

/// A transformer area (台区) and the place around it.
#[derive(Clone, Debug)]
pub struct Area {
    /// The village or the street, without its last word: 熊家岩, 老街.
    pub place: String,
    /// The surname that is commonest here.
    pub surname: &'static str,
    /// 台区: `10kV白杨线熊家岩台区01`
    pub transformer: String,
    is_street: bool,
    /// The address up to the house.
    prefix: String,
    number_in_place: usize,
}

impl Area {
    /// The area of a township with this number, from 0. `rng` is the township's own and is only forked.
    pub fn of(county: &County, town: &Town, rng: &Rng, number: usize) -> Area {
        let place_number = number / AREAS_PER_PLACE;
        let number_in_place = number % AREAS_PER_PLACE;
        let is_street = is_street(town.kind, place_number);
        let (place, surname) = village(rng, place_number);
        let (place, last_word) = if is_street { (street(town.kind, place_number), "") } else { (place, "村") };
        let transformer = format!("10kV{}线{place}台区{:02}", line(town, rng, number), number_in_place + 1);
        let prefix = format!("{}{}{place}{last_word}", county.name, town.name);
        Area { place, surname, transformer, is_street, prefix, number_in_place }
    }

    pub fn is_street(&self) -> bool {
        self.is_street
    }

    /// The address of the customer at this position of the area, from 0.
    pub fn address(&self, kind: TownKind, position: usize, rng: &mut Rng) -> String {
        if self.is_street { self.in_street(kind, position, rng) } else { self.in_village(position, rng) }
    }

    /// Many houses in villages have no number.
    fn in_village(&self, position: usize, rng: &mut Rng) -> String {
        let group = self.number_in_place * GROUPS_PER_AREA + position * GROUPS_PER_AREA / CUSTOMERS_PER_AREA + 1;
        let address = format!("{}{group}组", self.prefix);
        if rng.chance(3, 10) { format!("{address}{}号", position + 1) } else { address }
    }

    /// In cities three of five live in blocks of two stairs, six floors and two doors.
    fn in_street(&self, kind: TownKind, position: usize, rng: &mut Rng) -> String {
        let house = self.number_in_place * CUSTOMERS_PER_AREA + position + 1;
        if !matches!(kind, TownKind::Street | TownKind::Seat) || rng.chance(2, 5) {
            return format!("{}{house}号", self.prefix);
        }
        let (block, flat) = (house / 24 + 1, house % 24);
        let (stair, floor, door) = (flat / 12 + 1, flat % 12 / 2 + 1, flat % 2 + 1);
        format!("{}{block}号{stair}单元{floor}0{door}室", self.prefix)
    }
}

/// City districts are streets but for their edge; a market town has a few; a 乡 has one.
fn is_street(kind: TownKind, place: usize) -> bool {
    match kind {
        TownKind::Street => place % 8 != 7,
        TownKind::Seat => place % 4 != 3,
        TownKind::Town => place.is_multiple_of(6),
        TownKind::Rural | TownKind::Zone => place.is_multiple_of(16),
    }
}

fn street(kind: TownKind, place: usize) -> String {
    let (names, every): (&[&str], usize) = match kind {
        TownKind::Street | TownKind::Seat => (&CITY_ROADS, 1),
        TownKind::Town => (&MARKET_STREETS, 6),
        TownKind::Rural | TownKind::Zone => (&MARKET_STREETS, 16),
    };
    let (name, lane) = (names[place / every % names.len()], place / every / names.len());
    if lane == 0 { name.to_owned() } else { format!("{name}{lane}巷") }
}

/// Families and features meet land forms; a walk with a fixed stride through all pairs repeats none.
fn village(rng: &Rng, place: usize) -> (String, &'static str) {
    let heads = SURNAMES.len() + FEATURES.len();
    let pairs = heads * LANDS.len();
    let mut of_town = rng.fork("villages");
    let start = of_town.below(pairs as u64) as usize;
    let pair = (start + place * 337) % pairs;
    let (head, land) = (pair % heads, LANDS[pair / heads]);
    match SURNAMES.get(head) {
        Some(surname) => (format!("{surname}家{land}"), surname),
        None => (format!("{}{land}", FEATURES[head - SURNAMES.len()]), SURNAMES[pair % 12]),
    }
}

/// The first feeder bears the town's name, the others a place's.
fn line(town: &Town, rng: &Rng, area: usize) -> String {
    let feeder = area / 24;
    if feeder == 0 {
        return town.short.chars().take(2).collect();
    }
    let start = rng.fork("lines").below(LINES.len() as u64) as usize;
    LINES[(start + feeder) % LINES.len()].to_owned()
}
