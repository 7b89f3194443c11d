//! Lines that say what the center knows: units, customers, bills, operators, settings.

use domain::{AllocationMode, BillId, CollectIn, CustomerStatus, DayCount, Money, PowerState};

use crate::scenario::command::{BillLine, Command, CustomerLine, PenaltyLine, Setting, Suspended};
use crate::scenario::values::{CLASSES, LOCKS, ROLES, count, customer_no, date, money, rate, unit_code};
use crate::scenario::words::{Misread, Words};

pub fn a_customer(words: &mut Words<'_>) -> Result<domain::CustomerNo, Misread> {
    words.read("a customer number, like 4280011234 or 0001", customer_no)
}

pub fn a_bill(words: &mut Words<'_>) -> Result<BillId, Misread> {
    words.read("a month like 2026-10", |text| text.parse().ok())
}

pub fn an_amount(words: &mut Words<'_>) -> Result<Money, Misread> {
    words.read("an amount in yuan, like 86.40", money)
}

pub fn a_date(words: &mut Words<'_>) -> Result<chrono::NaiveDate, Misread> {
    words.read("a date like 2026-11-23", date)
}

pub fn a_unit(words: &mut Words<'_>) -> Result<domain::UnitCode, Misread> {
    words.read("a unit code of 5 to 12 digits", unit_code)
}

fn a_text(words: &mut Words<'_>, what: &str) -> Result<String, Misread> {
    Ok(words.expect(what)?.text.clone())
}

pub fn unit(words: &mut Words<'_>) -> Result<Command, Misread> {
    let code = a_unit(words)?;
    let mut name = None;
    let mut parent = None;
    while !words.is_done() {
        if words.take(&["name", "名称"]) {
            name = Some(a_text(words, "a name")?);
        } else if words.take(&["under", "上级"]) {
            parent = Some(a_unit(words)?);
        } else {
            words.finish(&["name", "under"])?;
        }
    }
    let name = name.unwrap_or_else(|| code.to_string());
    Ok(Command::Unit { code, name, parent })
}

pub fn customer(words: &mut Words<'_>) -> Result<Command, Misread> {
    let mut line = CustomerLine {
        no: a_customer(words)?,
        old_no: None,
        name: None,
        class: None,
        unit: None,
        prepaid: Money::ZERO,
        tail: Money::ZERO,
        meter: None,
        address: None,
        phone: None,
        status: CustomerStatus::Normal,
        power: PowerState::On,
    };
    while !words.is_done() {
        customer_field(words, &mut line)?;
    }
    Ok(Command::Customer(Box::new(line)))
}

fn customer_field(words: &mut Words<'_>, line: &mut CustomerLine) -> Result<(), Misread> {
    if words.take(&["name", "名称", "户名"]) {
        line.name = Some(a_text(words, "a name")?);
    } else if words.take(&["class", "类别"]) {
        line.class = Some(words.choose("class", CLASSES)?);
    } else if words.take(&["unit", "单位"]) {
        line.unit = Some(a_unit(words)?);
    } else if words.take(&["prepaid", "预收"]) {
        line.prepaid = an_amount(words)?;
    } else if words.take(&["tail", "调尾"]) {
        line.tail = an_amount(words)?;
    } else if words.take(&["meter", "电表"]) {
        line.meter = Some(a_text(words, "a meter number")?);
    } else if words.take(&["address", "地址"]) {
        line.address = Some(a_text(words, "an address")?);
    } else if words.take(&["phone", "电话"]) {
        line.phone = Some(a_text(words, "a phone number")?);
    } else if words.take(&["old", "原户号"]) {
        line.old_no = Some(a_text(words, "the number in the old system")?);
    } else if words.take(&["closed", "销户"]) {
        line.status = CustomerStatus::Closed;
    } else if words.take(&["off", "已停电"]) {
        line.power = PowerState::Off;
    } else {
        let known = ["name", "class", "unit", "prepaid", "tail", "meter", "address", "phone", "old", "closed", "off"];
        words.finish(&known)?;
    }
    Ok(())
}

/// A bill as it was issued; `bill run …` has the center make those of a month.
pub fn bill(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["run", "批量出账"]) {
        return crate::scenario::read_bill::run(words);
    }
    let (customer, bill, amount) = (a_customer(words)?, a_bill(words)?, an_amount(words)?);
    let mut line = BillLine { customer, bill, amount, energy_kwh: 0, overdue_from: None, lock: None };
    while !words.is_done() {
        if words.take(&["due", "截止"]) {
            line.overdue_from = a_date(words)?.succ_opt();
        } else if words.take(&["overdue", "逾期"]) {
            words.take(&["from", "自"]);
            line.overdue_from = Some(a_date(words)?);
        } else if words.take(&["energy", "电量"]) {
            line.energy_kwh = words.read("a number of kWh", count)? as i64;
        } else if words.take(&["locked", "锁定"]) {
            line.lock = Some(words.choose("lock", LOCKS)?);
        } else {
            words.finish(&["due", "overdue", "energy", "locked"])?;
        }
    }
    Ok(Command::Bill(line))
}

pub fn lock(words: &mut Words<'_>) -> Result<Command, Misread> {
    let (customer, bill) = (a_customer(words)?, a_bill(words)?);
    Ok(Command::Lock { customer, bill, lock: Some(words.choose("lock", LOCKS)?) })
}

pub fn unlock(words: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Lock { customer: a_customer(words)?, bill: a_bill(words)?, lock: None })
}

pub fn revoke(words: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Revoke { customer: a_customer(words)?, bill: a_bill(words)? })
}

pub fn operator(words: &mut Words<'_>) -> Result<Command, Misread> {
    let login = a_text(words, "the number that is typed to sign in")?;
    let (mut name, mut roles, mut unit, mut password) = (None, Vec::new(), None, None);
    while !words.is_done() {
        if words.take(&["name", "姓名"]) {
            name = Some(a_text(words, "a name")?);
        } else if words.take(&["role", "角色"]) {
            roles.push(words.choose("role", ROLES)?);
        } else if words.take(&["unit", "单位"]) {
            unit = Some(a_unit(words)?);
        } else if words.take(&["password", "密码"]) {
            password = Some(a_text(words, "a password")?);
        } else {
            words.finish(&["name", "role", "unit", "password"])?;
        }
    }
    Ok(Command::Operator { login, name, roles, unit, password })
}

pub fn suspend(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["device", "终端"]) {
        return Ok(Command::Suspend(Suspended::Device(a_text(words, "the name of an outlet")?)));
    }
    if words.take(&["operator", "操作员"]) {
        return Ok(Command::Suspend(Suspended::Operator(a_text(words, "the number of an operator")?)));
    }
    words.finish(&["operator", "device"])?;
    words.expect("`operator` or `device`").map(|_| unreachable!("finish has named every other word"))
}

pub fn set(words: &mut Words<'_>) -> Result<Command, Misread> {
    let setting = words.choose(
        "setting",
        &[
            (&["allocation", "核销方式"] as &[&str], 0),
            (&["partial", "部分缴费"], 1),
            (&["collect", "进整"], 2),
            (&["penalty", "违约金"], 3),
        ],
    )?;
    let setting = match setting {
        0 => Setting::Allocation(words.choose(
            "way of allocation",
            &[
                (&["A", "bill-by-bill", "逐笔"] as &[&str], AllocationMode::BillByBill),
                (&["B", "principal-first", "先本金"], AllocationMode::PrincipalFirst),
            ],
        )?),
        1 => Setting::Partial(
            words.choose("answer", &[(&["on", "允许"] as &[&str], true), (&["off", "不允许"], false)])?,
        ),
        2 => Setting::CollectIn(words.choose(
            "smallest amount",
            &[
                (&["fen", "分"] as &[&str], CollectIn::Fen),
                (&["jiao", "角"], CollectIn::Jiao),
                (&["yuan", "元", "whole-yuan"], CollectIn::Yuan),
            ],
        )?),
        _ => Setting::Penalty(penalty(words)?),
    };
    let from = if words.take(&["from", "自"]) { Some(a_date(words)?) } else { None };
    Ok(Command::Set { setting, from })
}

fn penalty(words: &mut Words<'_>) -> Result<PenaltyLine, Misread> {
    let mut line = PenaltyLine::default();
    let a_rate = |words: &mut Words<'_>| words.read("a rate like 1‰ or 30%", rate);
    loop {
        if words.take(&["residents", "居民"]) {
            line.residents = Some(a_rate(words)?);
        } else if words.take(&["others", "其他"]) {
            line.others = Some(a_rate(words)?);
        } else if words.take(&["cross-year", "跨年"]) {
            line.cross_year = Some(a_rate(words)?);
        } else if words.take(&["minimum", "最低"]) {
            line.minimum = Some(an_amount(words)?);
        } else if words.take(&["cap", "封顶"]) {
            line.cap = Some(if words.take(&["none", "无"]) { None } else { Some(a_rate(words)?) });
        } else if words.take(&["days", "天数"]) {
            line.days = Some(words.choose(
                "way of counting days",
                &[
                    (&["both-ends", "含首尾"] as &[&str], DayCount::BothEnds),
                    (&["without-paying-day", "不含缴费日"], DayCount::WithoutPayingDay),
                ],
            )?);
        } else {
            return Ok(line);
        }
    }
}
