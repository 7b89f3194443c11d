//! The page beside the files: what to do with them, and where the meter on the wall says something else.

use chrono::NaiveDate;
use domain::{BillingPeriod, Register, Segment};
use metering::import::ProfileShelf;

use super::Share;
use super::trouble::{Line, Trouble};

pub fn note(segment: &Segment, as_of: NaiveDate, share: &Share) -> String {
    let period = BillingPeriod::of(as_of);
    let files = [
        ("jizhong-a.csv", &share.collection_system),
        ("jizhong-b.csv", &share.master_station),
        ("nengliang-c.xlsx", &share.energy_sheet),
        ("bianzhan-d.cime", &share.substation),
    ];
    let profiles = ProfileShelf::shipped();
    let titles: String = files.iter().filter_map(|(file, _)| title(&profiles, file)).collect();
    let differing: Vec<String> =
        files.iter().flat_map(|(file, lines)| lines.iter().filter_map(|line| differs(file, line))).collect();
    format!(
        "集抄导入练习文件 · Files to practise the import of readings\n\n\
         抄表段 {no} {name}，电费年月 {period}，{as_of} 零点冻结。用核算员登录，打开集抄导入，选文件和它的导入配置，先试导，再导入。\n\
         Route {no} {name}, month {period}, frozen at 00:00 of {as_of}. Sign in as the biller, open the import, choose a file\n\
         and its profile, try it, then take it in.\n\n\
         {titles}\n\
         每个文件都有几行有毛病：没有示数、-1、档案里没有的表、丢了前导零的表号、没有抄到，还有一行与现场不同。\n\
         Each file has a few rows with a fault: no value, -1, a meter that is not in the archive, a number without its leading\n\
         zeros, a meter that was not reached, and one that differs from the meter on the wall:\n\n\
         {differing}\n\
         想看“远抄与现场不符”：先准备这个抄表段，按现场示数录入，再导入。\n\
         To see how site and file are compared, prepare the round and enter what the meter shows, then take the file in.\n",
        no = segment.no,
        name = segment.name,
        differing = differing.concat(),
    )
}

/// The name under which the screen lists the profile of a file.
fn title(profiles: &ProfileShelf, file: &str) -> Option<String> {
    let profile = profiles.find(file.split('.').next()?)?;
    Some(format!("  {file}  {} · {}\n", profile.title.zh, profile.title.en))
}

fn differs(file: &str, line: &Line) -> Option<String> {
    if line.trouble != Trouble::Differs {
        return None;
    }
    let (due, said) = (&line.due, line.said());
    let (shows, said) = (due.shows.get(Register::ActiveTotal)?, said.get(Register::ActiveTotal)?);
    Some(format!(
        "  {file}  {} {}  表 {}  现场 on site {shows}  文件 in the file {said}\n",
        due.customer, due.name, due.meter.no
    ))
}
