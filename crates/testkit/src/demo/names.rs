//! Names as they are heard around Enshi, put together by chance.

use domain::ElecType;

use super::places::Area;
use crate::seed::Rng;

/// The commonest first; the first dozen make up most of a village.
pub const SURNAMES: [&str; 28] = [
    "田", "向", "彭", "覃", "谭", "冉", "杨", "张", "黄", "王", "李", "刘", "陈", "周", "吴", "罗", "谢", "邓", "廖",
    "牟", "龙", "石", "麻", "滕", "舒", "瞿", "秦", "姚",
];
/// Heard now and then. Several are read otherwise as surnames than as words, which search has to know.
const RARER_SURNAMES: [&str; 8] = ["曾", "单", "解", "仇", "查", "尹", "莫", "欧阳"];

/// 字辈: the character that a generation of a family shares.
const GENERATIONS: [&str; 20] = [
    "大", "正", "光", "明", "世", "永", "国", "家", "文", "德", "昌", "显", "宗", "兴", "绍", "祖", "代", "胜", "先",
    "朝",
];
const MEN: [&str; 22] = [
    "贵", "云", "平", "华", "军", "松", "林", "富", "才", "清", "福", "成", "发", "勇", "山", "海", "玉", "喜", "全",
    "高", "斌", "涛",
];
const WOMEN_FIRST: [&str; 16] =
    ["翠", "秀", "玉", "春", "桂", "冬", "腊", "菊", "银", "小", "晓", "丽", "美", "金", "素", "红"];
const WOMEN_LAST: [&str; 16] =
    ["英", "芳", "梅", "兰", "香", "珍", "莲", "娥", "琼", "凤", "菊", "群", "艳", "云", "慧", "翠"];
/// Characters that old encodings and most fonts lack; people have them in their names all the same.
const RARE: [&str; 5] = ["䶮", "㛃", "喆", "堃", "𬭎"];

const SHOPS: [&str; 14] = [
    "供销社",
    "百货店",
    "超市",
    "民宿",
    "餐馆",
    "加油站",
    "农家乐",
    "理发店",
    "药房",
    "五金店",
    "早餐店",
    "服装店",
    "家电维修部",
    "农资店",
];
const PUBLIC: [&str; 8] = ["卫生院", "移动基站", "邮政所", "信用社", "村民委员会", "文化站", "广播站", "林业站"];
const WORKSHOPS: [&str; 7] = ["茶叶加工厂", "农机站", "木材加工厂", "米面加工坊", "砂石场", "修车厂", "冷库"];
/// The first four can also stand in a street.
const FARMS: [&str; 6] = ["烟叶站", "茶叶合作社", "蔬菜合作社", "药材合作社", "养殖场", "烤烟房"];
const IRRIGATION: [&str; 3] = ["排灌站", "提灌站", "灌溉泵房"];
const WORKS: [&str; 7] = ["砂石厂", "茶厂", "水泥制品厂", "水厂泵站", "矿泉水厂", "食品厂", "页岩砖厂"];
const SCHOOLS: [&str; 4] = ["中心小学", "初级中学", "幼儿园", "福利院"];
const OTHERS: [&str; 3] = ["路灯", "公共厕所", "景区亮化"];

/// The name on the account: a person's for homes, a place's or an owner's for everything else.
pub fn name_of(elec_type: ElecType, area: &Area, rng: &mut Rng) -> String {
    match elec_type.0 {
        201 | 202 => householder(area, rng),
        203 => named_after(area, &SCHOOLS, rng),
        100 => named_after(area, &WORKS, rng),
        300 if area.is_street() => named_after(area, &FARMS[..4], rng),
        300 => named_after(area, &FARMS, rng),
        301 => named_after(area, &IRRIGATION, rng),
        401 | 402 => named_after(area, &PUBLIC, rng),
        403 => named_after(area, &WORKSHOPS, rng),
        405 if rng.chance(2, 3) => format!("{}{}", person(rng), rng.pick(&SHOPS)),
        405 => named_after(area, &SHOPS, rng),
        _ => named_after(area, &OTHERS, rng),
    }
}

/// Somebody from anywhere.
fn person(rng: &mut Rng) -> String {
    let surname = surname(rng);
    with_given_name(surname, rng)
}

/// In a village two of five doors bear the village's own surname.
fn householder(area: &Area, rng: &mut Rng) -> String {
    let surname = if rng.chance(2, 5) { area.surname } else { surname(rng) };
    with_given_name(surname, rng)
}

fn surname(rng: &mut Rng) -> &'static str {
    let surnames: &[&'static str] = match rng.below(100) {
        0 => &RARER_SURNAMES,
        1..60 => &SURNAMES[..12],
        _ => &SURNAMES,
    };
    rng.pick::<&str>(surnames)
}

fn with_given_name(surname: &str, rng: &mut Rng) -> String {
    let is_man = rng.chance(13, 20);
    let (first, last) =
        if is_man { (rng.pick(&GENERATIONS), rng.pick(&MEN)) } else { (rng.pick(&WOMEN_FIRST), rng.pick(&WOMEN_LAST)) };
    match rng.below(1000) {
        0..3 => format!("{surname}{first}{}", rng.pick(&RARE)),
        3..120 => format!("{surname}{last}"),
        _ if first == last => format!("{surname}{last}"),
        _ => format!("{surname}{first}{last}"),
    }
}

fn named_after(area: &Area, kinds: &[&str], rng: &mut Rng) -> String {
    format!("{}{}", area.place, rng.pick(kinds))
}
