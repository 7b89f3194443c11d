//! The verbs of a story, in one table: their names in both languages, how they are written, and what reads them.

use crate::scenario::command::Command;
use crate::scenario::words::{Misread, Word, Words, is_keyword};
use crate::scenario::{read_counter as counter, read_expect as expect, read_machine as machine, read_set_up as set_up};

pub struct Verb {
    /// The first is the one to use.
    pub names: &'static [&'static str],
    pub usage: &'static str,
    pub read: fn(&mut Words<'_>) -> Result<Command, Misread>,
}

const fn verb(
    names: &'static [&'static str],
    usage: &'static str,
    read: fn(&mut Words<'_>) -> Result<Command, Misread>,
) -> Verb {
    Verb { names, usage, read }
}

pub const VERBS: &[Verb] = &[
    verb(&["unit", "单位"], "unit 42128010901 name 白杨坪供电所营业厅 [under 421280109]", set_up::unit),
    verb(
        &["customer", "客户", "用户"],
        "customer 4280011234 [name 田大贵] [class resident|urban|commercial|agriculture|irrigation|industry] [unit 421280109] \
         [prepaid 20.00] [tail 0.57] [meter 4230…] [address …] [phone …] [old …] [closed] [off]",
        set_up::customer,
    ),
    verb(
        &["bill", "账单", "电费"],
        "bill 4280011234 2026-10 86.40 [due 2026-11-20 | overdue from 2026-11-21] [energy 155] [locked bank-debit]",
        set_up::bill,
    ),
    verb(&["lock", "锁定"], "lock 4280011234 2026-10 bank-debit|walking-collector|entrusted-collection", set_up::lock),
    verb(&["unlock", "解锁"], "unlock 4280011234 2026-10", set_up::unlock),
    verb(
        &["operator", "操作员"],
        "operator 1005 [name 李春] [role cashier] [unit 42128010901] [password …]",
        set_up::operator,
    ),
    verb(&["suspend", "停用"], "suspend operator 1001 | suspend device A", set_up::suspend),
    verb(
        &["set", "设置"],
        "set allocation A|B · set partial on|off · set collect fen|jiao|yuan · set penalty [residents 1‰] [others 2‰] \
         [cross-year 3‰] [minimum 1.00] [cap 30%|none] [days both-ends|without-paying-day]; each with [from 2026-01-01]",
        set_up::set,
    ),
    verb(&["outlet", "网点"], "outlet B [at 42128010902]", machine::outlet),
    verb(&["use", "换到"], "use B", machine::use_outlet),
    verb(
        &["clock", "时钟"],
        "clock 2026-11-23 [09:00] · clock +2h · clock of A 2000-01-01 · clock of A right",
        machine::clock,
    ),
    verb(
        &["link", "链路", "网络"],
        "link up · link down · link lossy 10% · link loses next request|reply · link repeats next request",
        machine::link,
    ),
    verb(&["sign", "登录"], "sign in 1001 [password …] · sign out", machine::sign),
    verb(&["shift", "班次"], "shift open [2026-11-23] [cash 200.00] · shift close [counted 286.40]", machine::shift),
    verb(
        &["pay", "收费", "缴费"],
        "pay 4280011234 cash 100.00 [slip 50.00 …] [amount 80.00] [only 2026-09 2026-10] [use prepaid] -> change 13.60 · \
         pay each of cash 56.43 38.90 slip 377.02 · pay again [cash 50.00]",
        counter::pay,
    ),
    verb(&["reverse", "冲正"], "reverse last \"wrong amount\" · reverse R1 \"wrong customer\"", counter::reverse),
    verb(&["reprint", "补打"], "reprint last -> copy 1", counter::reprint),
    verb(&["look", "查询"], "look up 4280011234 -> found", counter::look_up),
    verb(&["search", "搜索"], "search tdg -> found 4280011234", counter::search),
    verb(&["kill", "断电"], "kill · kill before append · kill after append · kill after commit", machine::kill),
    verb(&["restart", "重启"], "restart", machine::restart),
    verb(&["sync", "同步"], "sync -> sent 3", machine::sync),
    verb(&["copy", "克隆"], "copy disk of A to B", machine::copy_disk),
    verb(&["backup", "备份"], "backup [A]", machine::backup),
    verb(&["restore", "恢复"], "restore [A]", machine::restore),
    verb(
        &["expect", "应为", "核对"],
        "expect WHAT [at center|at B], where WHAT is one of: due, penalty, arrears, prepaid, tail, drawer, unsent, shift, receipt, \
         settled, life, day, cases, trial balance zero, books equal, rebuild identical, ledger, interrupted payment, clock",
        expect::expect,
    ),
];

pub fn find(word: &Word) -> Result<&'static Verb, Misread> {
    let found = VERBS.iter().find(|verb| is_keyword(word, verb.names));
    found.ok_or_else(|| {
        let known: Vec<&str> = VERBS.iter().flat_map(|verb| verb.names.iter().copied()).collect();
        let misread = Misread::word(word, format!("I do not know the word `{}`.", word.text));
        match crate::scenario::spelling::nearest(&word.text, &known) {
            Some(near) => {
                let verb = VERBS.iter().find(|verb| verb.names.contains(&near)).expect("the word came from the table");
                misread.help(format!("Did you mean `{near}`? It is written: {}", verb.usage))
            }
            None => {
                let names: Vec<&str> = VERBS.iter().map(|verb| verb.names[0]).collect();
                misread.help(format!("A line begins with one of: {}.", names.join(", ")))
            }
        }
    })
}
