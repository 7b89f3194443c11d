//! Lines about outlets, clocks, links, people at the desk, and accidents.

use crate::scenario::command::{Command, KillMoment, LinkChange, TimeChange};
use crate::scenario::read_set_up::{a_date, a_unit, an_amount};
use crate::scenario::values::{duration, moment, rate};
use crate::scenario::words::{Misread, Words};

const OF: &[&str] = &["of"];

fn an_outlet(words: &mut Words<'_>) -> Result<String, Misread> {
    words.read("the name of an outlet: letters and digits", outlet_name)
}

pub fn outlet_name(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    (fits && !["center", "中心"].contains(&text)).then(|| text.to_owned())
}

pub fn outlet(words: &mut Words<'_>) -> Result<Command, Misread> {
    let name = an_outlet(words)?;
    let unit = if words.take(&["at", "在", "unit"]) { Some(a_unit(words)?) } else { None };
    Ok(Command::Outlet { name, unit })
}

pub fn use_outlet(words: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Use(an_outlet(words)?))
}

pub fn clock(words: &mut Words<'_>) -> Result<Command, Misread> {
    let outlet = if words.take(OF) { Some(Some(an_outlet(words)?)) } else { None };
    let outlet = if outlet.is_none() && words.take(&["laptop", "本机"]) { Some(None) } else { outlet };
    let change = if words.take(&["right", "正确"]) {
        TimeChange::Right
    } else if let Some(by) = words.try_read(duration) {
        TimeChange::By(by)
    } else {
        TimeChange::To(moment(words)?)
    };
    match outlet {
        Some(outlet) => Ok(Command::LaptopClock { outlet, change }),
        None => Ok(Command::Clock(change)),
    }
}

pub fn link(words: &mut Words<'_>) -> Result<Command, Misread> {
    let next = |words: &mut Words<'_>| words.take(&["next", "下一个", "下一次"]);
    if words.take(&["loses", "丢失"]) {
        next(words);
        let reply = words.choose("message", &[(&["request", "请求"] as &[&str], false), (&["reply", "回复"], true)])?;
        return Ok(Command::Link(if reply { LinkChange::LosesNextReply } else { LinkChange::LosesNextRequest }));
    }
    if words.take(&["repeats", "重复"]) {
        next(words);
        words.take(&["request", "请求"]);
        return Ok(Command::Link(LinkChange::RepeatsNextRequest));
    }
    let state = words.choose(
        "state of the link",
        &[
            (&["up", "通"] as &[&str], LinkChange::Up),
            (&["down", "断"], LinkChange::Down),
            (&["lossy", "丢包"], LinkChange::Lossy(0)),
        ],
    )?;
    let LinkChange::Lossy(_) = state else { return Ok(Command::Link(state)) };
    let share = words.read("a share like 10%", |text| {
        let percent = rate(text)? * rust_decimal::Decimal::from(100);
        u64::try_from(percent.round()).ok().filter(|percent| *percent <= 90)
    })?;
    Ok(Command::Link(LinkChange::Lossy(share)))
}

pub fn sign(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["out", "退出"]) {
        return Ok(Command::SignOut);
    }
    words.take(&["in"]);
    let login = words.expect("the number of an operator")?.text.clone();
    let password =
        if words.take(&["password", "密码"]) { Some(words.expect("a password")?.text.clone()) } else { None };
    Ok(Command::SignIn { login, password })
}

pub fn shift(words: &mut Words<'_>) -> Result<Command, Misread> {
    let open = words.choose("act", &[(&["open", "开班"] as &[&str], true), (&["close", "交班"], false)])?;
    if !open {
        let counted = if words.take(&["counted", "清点"]) { Some(an_amount(words)?) } else { None };
        return Ok(Command::CloseShift { counted });
    }
    let date = if words.is_done() || words.peek().is_some_and(|word| word.text == "cash" || word.text == "备用金") {
        None
    } else {
        Some(a_date(words)?)
    };
    let cash = if words.take(&["cash", "备用金"]) { an_amount(words)? } else { domain::Money::ZERO };
    Ok(Command::OpenShift { date, cash })
}

pub fn kill(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.is_done() {
        return Ok(Command::Kill(KillMoment::Now));
    }
    let after =
        words.choose("moment", &[(&["before"] as &[&str], false), (&["after"], true), (&["now", "立即"], true)])?;
    if words.is_done() {
        return Ok(Command::Kill(KillMoment::Now));
    }
    let commit = words.choose("step", &[(&["append", "记录"] as &[&str], false), (&["commit", "提交"], true)])?;
    Ok(Command::Kill(match (after, commit) {
        (false, _) => KillMoment::BeforeAppend,
        (true, false) => KillMoment::AfterAppend,
        (true, true) => KillMoment::AfterCommit,
    }))
}

pub fn restart(_: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Restart)
}

pub fn sync(_: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Sync)
}

pub fn copy_disk(words: &mut Words<'_>) -> Result<Command, Misread> {
    words.take(&["disk", "磁盘"]);
    words.take(OF);
    let from = an_outlet(words)?;
    if !words.take(&["to", "到"]) {
        words.finish(&["to"])?;
    }
    Ok(Command::CopyDisk { from, to: an_outlet(words)? })
}

pub fn backup(words: &mut Words<'_>) -> Result<Command, Misread> {
    let outlet = if words.is_done() { None } else { Some(an_outlet(words)?) };
    Ok(Command::Backup { outlet })
}

pub fn restore(words: &mut Words<'_>) -> Result<Command, Misread> {
    let outlet = if words.is_done() { None } else { Some(an_outlet(words)?) };
    Ok(Command::Restore { outlet })
}
