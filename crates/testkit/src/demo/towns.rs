//! The 8 counties and 94 townships of Enshi (90 townships and 4 administrative zones), with their official codes.

use TownKind::*;

/// A county or county-level city.
#[derive(Debug)]
pub struct County {
    /// The six digits of the division code.
    pub code: &'static str,
    pub name: &'static str,
    /// Customers of the county when the whole prefecture has 1,100,000.
    pub customers: usize,
    pub towns: &'static [Town],
}

/// A township, or a zone that is run like one.
#[derive(Clone, Copy, Debug)]
pub struct Town {
    /// The nine digits of the township code.
    pub code: &'static str,
    pub name: &'static str,
    /// How people shorten it, and how its station is called.
    pub short: &'static str,
    pub kind: TownKind,
}

/// What kind of township it is; it decides how full it is and how its addresses look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TownKind {
    /// 街道: streets, blocks of flats.
    Street,
    /// The town where the county government sits.
    Seat,
    /// 镇: a market street and villages around it.
    Town,
    /// 乡: villages.
    Rural,
    /// A development or scenic zone.
    Zone,
}

impl Town {
    const fn new(code: &'static str, name: &'static str, short: &'static str, kind: TownKind) -> Town {
        Town { code, name, short, kind }
    }
}

impl TownKind {
    /// How many customers, compared with the other towns of the county.
    pub fn weight(self) -> usize {
        match self {
            Street => 18,
            Seat => 24,
            Town => 12,
            Rural => 9,
            Zone => 3,
        }
    }
}

impl County {
    /// The county's two digits in the codes of units: 01 for 422801.
    pub fn digits(&self) -> &'static str {
        &self.code[4..]
    }
}

/// Every township with its county and its place in the list, from 1.
pub fn all() -> impl Iterator<Item = (usize, &'static County, &'static Town)> {
    let towns = COUNTIES.iter().flat_map(|county| county.towns.iter().map(move |town| (county, town)));
    towns.zip(1..).map(|((county, town), ordinal)| (ordinal, county, town))
}

pub static COUNTIES: [County; 8] = [
    County {
        code: "422801",
        name: "恩施市",
        customers: 266_300,
        towns: &[
            Town::new("422801001", "舞阳坝街道", "舞阳坝", Street),
            Town::new("422801002", "六角亭街道", "六角亭", Street),
            Town::new("422801003", "小渡船街道", "小渡船", Street),
            Town::new("422801004", "七里坪街道", "七里坪", Street),
            Town::new("422801005", "金子坝街道", "金子坝", Street),
            Town::new("422801100", "龙凤镇", "龙凤", Town),
            Town::new("422801101", "崔家坝镇", "崔家坝", Town),
            Town::new("422801102", "板桥镇", "板桥", Town),
            Town::new("422801103", "白杨坪镇", "白杨坪", Town),
            Town::new("422801104", "三岔镇", "三岔", Town),
            Town::new("422801105", "盛家坝镇", "盛家坝", Town),
            Town::new("422801201", "新塘乡", "新塘", Rural),
            Town::new("422801202", "红土乡", "红土", Rural),
            Town::new("422801203", "沙地乡", "沙地", Rural),
            Town::new("422801204", "太阳河乡", "太阳河", Rural),
            Town::new("422801205", "屯堡乡", "屯堡", Rural),
            Town::new("422801206", "白果乡", "白果", Rural),
            Town::new("422801207", "芭蕉侗族乡", "芭蕉", Rural),
            Town::new("422801400", "恩施大峡谷风景管理处", "恩施大峡谷", Zone),
        ],
    },
    County {
        code: "422802",
        name: "利川市",
        customers: 248_200,
        towns: &[
            Town::new("422802001", "都亭街道", "都亭", Street),
            Town::new("422802002", "东城街道", "东城", Street),
            Town::new("422802100", "谋道镇", "谋道", Town),
            Town::new("422802101", "柏杨坝镇", "柏杨坝", Town),
            Town::new("422802102", "汪营镇", "汪营", Town),
            Town::new("422802103", "建南镇", "建南", Town),
            Town::new("422802104", "忠路镇", "忠路", Town),
            Town::new("422802105", "团堡镇", "团堡", Town),
            Town::new("422802106", "毛坝镇", "毛坝", Town),
            Town::new("422802107", "文斗镇", "文斗", Town),
            Town::new("422802200", "凉雾乡", "凉雾", Rural),
            Town::new("422802201", "元堡乡", "元堡", Rural),
            Town::new("422802202", "南坪乡", "南坪", Rural),
            Town::new("422802205", "沙溪乡", "沙溪", Rural),
            Town::new("422802401", "佛宝山生态综合开发区", "佛宝山", Zone),
        ],
    },
    County {
        code: "422822",
        name: "建始县",
        customers: 130_500,
        towns: &[
            Town::new("422822100", "业州镇", "业州", Seat),
            Town::new("422822101", "高坪镇", "高坪", Town),
            Town::new("422822102", "红岩寺镇", "红岩寺", Town),
            Town::new("422822103", "景阳镇", "景阳", Town),
            Town::new("422822104", "官店镇", "官店", Town),
            Town::new("422822105", "花坪镇", "花坪", Town),
            Town::new("422822106", "长梁镇", "长梁", Town),
            Town::new("422822201", "茅田乡", "茅田", Rural),
            Town::new("422822202", "龙坪乡", "龙坪", Rural),
            Town::new("422822203", "三里乡", "三里", Rural),
        ],
    },
    County {
        code: "422823",
        name: "巴东县",
        customers: 130_500,
        towns: &[
            Town::new("422823100", "信陵镇", "信陵", Seat),
            Town::new("422823101", "东瀼口镇", "东瀼口", Town),
            Town::new("422823102", "沿渡河镇", "沿渡河", Town),
            Town::new("422823103", "官渡口镇", "官渡口", Town),
            Town::new("422823104", "茶店子镇", "茶店子", Town),
            Town::new("422823105", "绿葱坡镇", "绿葱坡", Town),
            Town::new("422823106", "大支坪镇", "大支坪", Town),
            Town::new("422823107", "野三关镇", "野三关", Town),
            Town::new("422823108", "水布垭镇", "水布垭", Town),
            Town::new("422823109", "清太坪镇", "清太坪", Town),
            Town::new("422823200", "溪丘湾乡", "溪丘湾", Rural),
            Town::new("422823201", "金果坪乡", "金果坪", Rural),
            Town::new("422823401", "高铁新区", "高铁新区", Zone),
        ],
    },
    County {
        code: "422825",
        name: "宣恩县",
        customers: 93_900,
        towns: &[
            Town::new("422825100", "珠山镇", "珠山", Seat),
            Town::new("422825101", "椒园镇", "椒园", Town),
            Town::new("422825102", "沙道沟镇", "沙道沟", Town),
            Town::new("422825103", "李家河镇", "李家河", Town),
            Town::new("422825104", "高罗镇", "高罗", Town),
            Town::new("422825200", "万寨乡", "万寨", Rural),
            Town::new("422825201", "长潭河侗族乡", "长潭河", Rural),
            Town::new("422825203", "晓关侗族乡", "晓关", Rural),
            Town::new("422825205", "椿木营乡", "椿木营", Rural),
        ],
    },
    County {
        code: "422826",
        name: "咸丰县",
        customers: 95_500,
        towns: &[
            Town::new("422826100", "高乐山镇", "高乐山", Seat),
            Town::new("422826101", "忠堡镇", "忠堡", Town),
            Town::new("422826102", "坪坝营镇", "坪坝营", Town),
            Town::new("422826103", "朝阳寺镇", "朝阳寺", Town),
            Town::new("422826104", "清坪镇", "清坪", Town),
            Town::new("422826105", "唐崖镇", "唐崖", Town),
            Town::new("422826106", "曲江镇", "曲江", Town),
            Town::new("422826202", "活龙坪乡", "活龙坪", Rural),
            Town::new("422826203", "小村乡", "小村", Rural),
            Town::new("422826204", "黄金洞乡", "黄金洞", Rural),
            Town::new("422826400", "大路坝区", "大路坝", Zone),
        ],
    },
    County {
        code: "422827",
        name: "来凤县",
        customers: 78_000,
        towns: &[
            Town::new("422827100", "翔凤镇", "翔凤", Seat),
            Town::new("422827101", "百福司镇", "百福司", Town),
            Town::new("422827102", "大河镇", "大河", Town),
            Town::new("422827103", "绿水镇", "绿水", Town),
            Town::new("422827104", "旧司镇", "旧司", Town),
            Town::new("422827105", "革勒车镇", "革勒车", Town),
            Town::new("422827200", "漫水乡", "漫水", Rural),
            Town::new("422827202", "三胡乡", "三胡", Rural),
        ],
    },
    County {
        code: "422828",
        name: "鹤峰县",
        customers: 57_100,
        towns: &[
            Town::new("422828100", "走马镇", "走马", Town),
            Town::new("422828101", "容美镇", "容美", Seat),
            Town::new("422828102", "太平镇", "太平", Town),
            Town::new("422828103", "燕子镇", "燕子", Town),
            Town::new("422828104", "中营镇", "中营", Town),
            Town::new("422828200", "铁炉乡", "铁炉", Rural),
            Town::new("422828201", "五里乡", "五里", Rural),
            Town::new("422828203", "下坪乡", "下坪", Rural),
            Town::new("422828204", "邬阳乡", "邬阳", Rural),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_8_counties_and_94_townships_with_codes_of_their_county() {
        assert_eq!(COUNTIES.len(), 8);
        assert_eq!(all().count(), 94);
        assert_eq!(all().filter(|(_, _, town)| town.kind == Zone).count(), 4);
        assert_eq!(all().filter(|(_, _, town)| town.name.ends_with("街道")).count(), 7);
        assert_eq!(all().filter(|(_, _, town)| town.name.ends_with('镇')).count(), 54);
        assert_eq!(all().filter(|(_, _, town)| town.name.ends_with('乡')).count(), 29);
        assert!(all().all(|(_, county, town)| town.code.len() == 9 && town.code.starts_with(county.code)));
        let mut codes: Vec<_> = all().map(|(_, _, town)| town.code).collect();
        codes.dedup();
        assert_eq!(codes.len(), 94);
    }

    #[test]
    fn the_counties_make_up_1_100_000_customers() {
        assert_eq!(COUNTIES.iter().map(|county| county.customers).sum::<usize>(), 1_100_000);
    }
}
