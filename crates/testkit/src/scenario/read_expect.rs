//! Lines that say what should be true.

use domain::{LedgerAccount, TenderKind};

use crate::scenario::center_command::CenterExpectation;
use crate::scenario::command::{Command, Expectation, Interrupted, Life, Side, Sum};
use crate::scenario::meter_command::MeterExpectation;
use crate::scenario::read_bill_expect as of_bills;
use crate::scenario::read_center::KINDS;
use crate::scenario::read_center_expect as of_center;
use crate::scenario::read_counter::which_receipt;
use crate::scenario::read_machine::outlet_name;
use crate::scenario::read_set_up::{a_bill, a_customer, a_unit, an_amount};
use crate::scenario::values::{TENDERS, count, date, money};
use crate::scenario::words::{Misread, Words, is_keyword};

const CENTER: &[&str] = &["center", "中心", "centre"];
const AT: &[&str] = &["at", "在"];

#[derive(Clone, Copy)]
enum Topic {
    Due,
    Penalty,
    Arrears,
    Prepaid,
    Tail,
    Drawer,
    Unsent,
    Shift,
    Receipt,
    Settled,
    Life,
    Day,
    Cases,
    Trial,
    Books,
    Rebuild,
    Ledger,
    Interrupted,
    Clock,
    Meter(fn(&mut Words<'_>) -> Result<MeterExpectation, Misread>),
    Center(fn(&mut Words<'_>) -> Result<CenterExpectation, Misread>),
}

const TOPICS: &[(&[&str], (Topic, &str))] = &[
    (&["due", "应缴"], (Topic::Due, "expect due 4280011234 [2026-10] = 88.13 [at center]")),
    (&["penalty", "违约金"], (Topic::Penalty, "expect penalty 4280011234 [2026-10] = 1.73 [at center]")),
    (&["arrears", "欠费"], (Topic::Arrears, "expect arrears 4280011234 = 86.40 [at center]")),
    (&["prepaid", "预收"], (Topic::Prepaid, "expect prepaid 4280011234 = 13.60 [at center]")),
    (&["tail", "调尾"], (Topic::Tail, "expect tail 4280011234 = 0.57 [at center]")),
    (&["drawer", "钱箱"], (Topic::Drawer, "expect drawer = 286.40 [at B]")),
    (&["unsent", "待上传"], (Topic::Unsent, "expect unsent = 0 [at B]")),
    (&["shift", "班次"], (Topic::Shift, "expect shift open|closed")),
    (&["receipt", "收据"], (Topic::Receipt, "expect receipt last|R1 = A-1-000001")),
    (
        &["settled", "核销"],
        (Topic::Settled, "expect settled last|R1 2026-10 [principal 86.40] [penalty 1.73] [left 0.00]"),
    ),
    (&["life", "状态"], (Topic::Life, "expect life last|R1 recorded|sent|posted|conflicted|reversed")),
    (
        &["day", "当日"],
        (Topic::Day, "expect day [2026-12-21]: 52 payments 9582.54, cash 42 2665.57, slip 8 6005.46 [at center]"),
    ),
    (
        &["cases", "待处理"],
        (Topic::Cases, "expect cases = none · expect cases = 2 double-payment forked-device [at center]"),
    ),
    (&["trial", "试算平衡"], (Topic::Trial, "expect trial balance zero [at center]")),
    (&["books", "账目"], (Topic::Books, "expect books equal · expect books as remembered")),
    (&["rebuild", "重建"], (Topic::Rebuild, "expect rebuild identical")),
    (&["ledger", "科目"], (Topic::Ledger, "expect ledger 421280109 drawer = 86.40 [at center]")),
    (&["interrupted", "中断"], (Topic::Interrupted, "expect interrupted payment none|taken|not taken")),
    (&["clock", "时钟"], (Topic::Clock, "expect clock off|right")),
    (
        &["bill", "电费"],
        (
            Topic::Meter(of_bills::bill),
            "expect bill 4280011234 2026-11 = 88.20 · expect bill 4280011234 2026-11#2 = none",
        ),
    ),
    (&["lines", "行数"], (Topic::Meter(of_bills::lines), "expect lines [4280011234 2026-11] = 2")),
    (&["line", "行"], (Topic::Meter(of_bills::line), "expect line [4280011234 2026-11] 1 = 60 × 0.558 = 33.48")),
    (&["steps", "阶梯"], (Topic::Meter(of_bills::steps), "expect steps [4280011234 2026-11] = 60 90 0")),
    (&["funds", "代征"], (Topic::Meter(of_bills::funds), "expect funds [4280011234 2026-11] = 2712.00")),
    (&["factor", "功率因数"], (Topic::Meter(of_bills::factor), "expect factor [4280011234 2026-11] = 0.86 2.0%")),
    (&["loss", "损耗"], (Topic::Meter(of_bills::loss), "expect loss [4280011234 2026-11] = 305 kWh 1410 kvarh")),
    (&["estimated", "暂计"], (Topic::Meter(of_bills::estimated), "expect estimated [4280011234 2026-11] = yes|no")),
    (
        &["difference", "差额"],
        (Topic::Meter(of_bills::difference), "expect difference 4280011234 2026-11 = -1.20 [at center]"),
    ),
    (
        &["supply", "供电"],
        (Topic::Meter(of_bills::supply), "expect supply 4280011234 [year 2250] [last 1350] [carried -50] [at center]"),
    ),
    (
        &["reading", "示数"],
        (
            Topic::Meter(of_bills::reading),
            "expect reading 4280011234 = 1350 [waiting|approved|sent-back|withdrawn|billed] · expect reading 4280011234 = none",
        ),
    ),
    (
        &["round", "抄表任务"],
        (Topic::Meter(of_bills::round), "expect round [S1] [2026-11] read 30 [of 300] [flagged 2]"),
    ),
    (
        &["restore", "复电"],
        (Topic::Meter(of_bills::restore), "expect restore request 4280011234 asked|none [at center]"),
    ),
    (
        &["case", "案件"],
        (
            Topic::Center(of_center::case),
            "expect case 1 [open|proposed|returned|decided|withdrawn] [double-payment] [of 4280011234] [at-stake 86.40] \
             [owner 9001|nobody]",
        ),
    ),
    (&["choices", "办法"], (Topic::Center(of_center::choices), "expect choices of case 1 = keep-as-booked refund …")),
    (&["history", "经过"], (Topic::Center(of_center::history), "expect history of case 1 = opened proposed decided")),
    (
        &["proposal", "提议"],
        (Topic::Center(of_center::proposal), "expect proposal P1 waiting|in-force|refused|withdrawn|undone"),
    ),
    (&["tasks", "待办"], (Topic::Center(of_center::tasks), "expect tasks = none · expect tasks = 2 [at B]")),
    (
        &["task", "待办事项"],
        (
            Topic::Center(of_center::task),
            "expect task pay-refund [of 4280011234] [86.40] [open|done|not-done|withdrawn] [at center]",
        ),
    ),
    (&["fleet", "终端"], (Topic::Center(of_center::fleet), "expect fleet A [unsent 3] [oldest 2h] [suspended yes|no]")),
    (&["journal", "日志"], (Topic::Center(of_center::journal), "expect center journal whole")),
    (&["archive", "档案"], (Topic::Center(of_center::archive), "expect archive 4280011234 phone = 138… [at center]")),
];

pub fn expect(words: &mut Words<'_>) -> Result<Command, Misread> {
    let at_center = words.take(CENTER);
    let (topic, usage) = words.choose("thing to expect", TOPICS)?;
    let read = |words: &mut Words<'_>| {
        let expectation = read_topic(words, topic)?;
        let side = if at_center { Side::Center } else { side(words)? };
        words.finish(&["at"])?;
        Ok(Command::Expect(expectation, side))
    };
    read(words).map_err(|misread: Misread| misread.written(usage))
}

fn side(words: &mut Words<'_>) -> Result<Side, Misread> {
    if !words.take(AT) {
        return Ok(Side::Here);
    }
    if words.take(CENTER) {
        return Ok(Side::Center);
    }
    words.read("`center` or the name of an outlet", outlet_name).map(Side::Outlet)
}

fn read_topic(words: &mut Words<'_>, topic: Topic) -> Result<Expectation, Misread> {
    Ok(match topic {
        Topic::Due | Topic::Penalty => {
            let customer = a_customer(words)?;
            let bill = words.try_read(|text| text.parse().ok());
            let amount = equals(words)?;
            match topic {
                Topic::Due => Expectation::Due { customer, bill, amount },
                _ => Expectation::Penalty { customer, bill, amount },
            }
        }
        Topic::Arrears => Expectation::Arrears { customer: a_customer(words)?, amount: equals(words)? },
        Topic::Prepaid => Expectation::Prepaid { customer: a_customer(words)?, amount: equals(words)? },
        Topic::Tail => Expectation::Tail { customer: a_customer(words)?, amount: equals(words)? },
        Topic::Drawer => Expectation::Drawer(equals(words)?),
        Topic::Unsent => {
            words.take(&["="]);
            Expectation::Unsent(words.read("a number", count)?)
        }
        Topic::Shift => Expectation::Shift {
            open: words.choose("state", &[(&["open", "开班"] as &[&str], true), (&["closed", "交班"], false)])?,
        },
        Topic::Receipt => {
            let receipt = which_receipt(words)?;
            words.take(&["="]);
            Expectation::Receipt { receipt, number: words.expect("a receipt number")?.text.clone() }
        }
        Topic::Settled => settled(words)?,
        Topic::Life => life(words)?,
        Topic::Day => day(words)?,
        Topic::Cases => cases(words)?,
        Topic::Trial => {
            words.take(&["balance"]);
            words.take(&["="]);
            words.take(&["zero", "为零", "0", "0.00"]);
            Expectation::TrialBalance
        }
        Topic::Books if words.take_phrase(&[&["as"], &["remembered"]]) || words.take(&["如所记"]) => {
            Expectation::Center(CenterExpectation::BooksAsRemembered)
        }
        Topic::Books => {
            words.take(&["equal", "相等", "一致"]);
            Expectation::BooksEqual
        }
        Topic::Rebuild => {
            words.take(&["identical", "一致"]);
            Expectation::Rebuild
        }
        Topic::Ledger => Expectation::Ledger { unit: a_unit(words)?, account: account(words)?, amount: equals(words)? },
        Topic::Meter(read) => Expectation::Meter(read(words)?),
        Topic::Center(read) => Expectation::Center(read(words)?),
        Topic::Interrupted => {
            words.take(&["payment", "收费"]);
            interrupted(words)?
        }
        Topic::Clock => Expectation::ClockOff(
            words.choose("state", &[(&["off", "不准"] as &[&str], true), (&["right", "正确"], false)])?,
        ),
    })
}

fn equals(words: &mut Words<'_>) -> Result<domain::Money, Misread> {
    words.take(&["="]);
    an_amount(words)
}

fn settled(words: &mut Words<'_>) -> Result<Expectation, Misread> {
    let (receipt, bill) = (which_receipt(words)?, a_bill(words)?);
    let (mut principal, mut penalty, mut left) = (None, None, None);
    loop {
        if words.take(&["principal", "本金"]) {
            principal = Some(equals(words)?);
        } else if words.take(&["penalty", "违约金"]) {
            penalty = Some(equals(words)?);
        } else if words.take(&["left", "余欠"]) {
            left = Some(equals(words)?);
        } else {
            return Ok(Expectation::Settled { receipt, bill, principal, penalty, left });
        }
    }
}

fn life(words: &mut Words<'_>) -> Result<Expectation, Misread> {
    let receipt = which_receipt(words)?;
    words.take(&["="]);
    let life = words.choose(
        "life of a payment",
        &[
            (&["recorded", "已记录"] as &[&str], Life::Recorded),
            (&["sent", "已上传"], Life::Sent),
            (&["posted", "已入账"], Life::Posted),
            (&["conflicted", "有冲突"], Life::Conflicted),
            (&["reversed", "已冲正"], Life::Reversed),
        ],
    )?;
    Ok(Expectation::Life { receipt, life })
}

fn day(words: &mut Words<'_>) -> Result<Expectation, Misread> {
    let day = words.try_read(date);
    words.take(&[":"]);
    words.take(&["="]);
    let all = sum(words)?;
    let mut parts: Vec<(TenderKind, Sum)> = Vec::new();
    while let Some(word) = words.peek() {
        let Some((_, kind)) = TENDERS.iter().find(|(names, _)| is_keyword(word, names)) else { break };
        words.next();
        parts.push((*kind, sum(words)?));
    }
    Ok(Expectation::Day { date: day, all, parts })
}

fn sum(words: &mut Words<'_>) -> Result<Sum, Misread> {
    let count = words.read("a number of payments", count)?;
    words.take(&["payments", "payment", "笔"]);
    Ok(Sum { count, amount: words.try_read(money) })
}

fn cases(words: &mut Words<'_>) -> Result<Expectation, Misread> {
    words.take(&["="]);
    if words.take(&["none", "无"]) {
        return Ok(Expectation::Cases { count: 0, kinds: Vec::new() });
    }
    let count = words.read("a number of cases", count)? as usize;
    let mut kinds = Vec::new();
    while let Some(word) = words.peek().filter(|word| !is_keyword(word, AT)) {
        let Some((names, _)) = KINDS.iter().find(|(names, _)| is_keyword(word, names)) else {
            let known: Vec<&str> = KINDS.iter().map(|(names, _)| names[0]).collect();
            return Err(Misread::unknown(word, "kind of case", &known));
        };
        words.next();
        kinds.push(names[0].to_owned());
    }
    Ok(Expectation::Cases { count, kinds })
}

fn interrupted(words: &mut Words<'_>) -> Result<Expectation, Misread> {
    if words.take_phrase(&[&["not"], &["taken"]]) || words.take(&["未收"]) {
        return Ok(Expectation::Interrupted(Interrupted::NotTaken));
    }
    let choices: &[(&[&str], Interrupted)] =
        &[(&["none", "无"], Interrupted::None), (&["taken", "已收"], Interrupted::Taken)];
    words.choose("end of a payment", choices).map(Expectation::Interrupted)
}

/// The English names are those of the books, in kebab-case.
pub const ACCOUNTS: &[(&[&str], LedgerAccount)] = &[
    (&["receivable", "应收账款"], LedgerAccount::Receivable),
    (&["prepaid", "预收账款"], LedgerAccount::Prepaid),
    (&["tail", "调尾"], LedgerAccount::Tail),
    (&["drawer", "库存现金"], LedgerAccount::Drawer),
    (&["float", "备用金"], LedgerAccount::Float),
    (&["slips-in-transit", "进账单在途"], LedgerAccount::SlipsInTransit),
    (&["list-vouchers", "列账单"], LedgerAccount::ListVouchers),
    (&["cheques", "库存支票"], LedgerAccount::Cheques),
    (&["pos-in-transit", "POS在途"], LedgerAccount::PosInTransit),
    (&["transfers-in-transit", "转账在途"], LedgerAccount::TransfersInTransit),
    (&["penalty-income", "违约金收入"], LedgerAccount::PenaltyIncome),
    (&["over-short", "长短款"], LedgerAccount::OverShort),
    (&["inter-unit", "内部往来"], LedgerAccount::InterUnit),
    (&["bills-issued", "已发行电费"], LedgerAccount::BillsIssued),
    (&["clarification", "待查款项"], LedgerAccount::Clarification),
    (&["refunds-payable", "应付退款"], LedgerAccount::RefundsPayable),
    (&["write-offs", "核销"], LedgerAccount::WriteOffs),
];

pub fn account(words: &mut Words<'_>) -> Result<LedgerAccount, Misread> {
    words.choose("ledger account", ACCOUNTS)
}
