//! The verbs of a story, in one table: their names in both languages, how they are written, and what reads them.

use crate::scenario::command::Command;
use crate::scenario::words::{Misread, Word, Words, is_keyword};
use crate::scenario::{
    read_bill as making, read_center as center, read_counter as counter, read_expect as expect,
    read_machine as machine, read_meter as meter, read_reading as reading, read_set_up as set_up,
    read_supply as archive, read_tariff as tariff,
};

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
        "bill 4280011234 2026-10 86.40 [due 2026-11-20 | overdue from 2026-11-21] [energy 155] [locked bank-debit] · \
         bill run 2026-11 [unit 421280109] [trial] -> bills 30",
        set_up::bill,
    ),
    verb(&["lock", "锁定"], "lock 4280011234 2026-10 bank-debit|walking-collector|entrusted-collection", set_up::lock),
    verb(&["unlock", "解锁"], "unlock 4280011234 2026-10", set_up::unlock),
    verb(&["revoke", "注销账单"], "revoke 4280011234 2026-10", set_up::revoke),
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
    verb(
        &["price", "电价"],
        "price RES-LV [from 2026-07-01] [to 2026-12-31] steps 2160 0.558 4800 0.608 0.858 | flat 0.735686 | sharp … peak … flat … \
         valley … [basic demand 42 capacity 26.3] [fund 农网还贷资金 0.02] [document …] [class …]",
        tariff::price,
    ),
    verb(&["late", "迟到"], "late price RES-LV from 2026-10-01 steps … -> differences 12 cases 1", tariff::late),
    verb(
        &["rule", "规则"],
        "rule [price-change by-days|at-reading-day] [case-above 50.00] [jump 50% 100] [rollover 90% 10%] [restore-hours 24] … \
         [from 2026-01-01]",
        tariff::rule,
    ),
    verb(
        &["segment", "抄表段"],
        "segment S1 [name …] [unit 421280109] [reader 2001] [day 23] [on-the-spot] [grace 20] [remote] [two-monthly]",
        archive::segment,
    ),
    verb(
        &["supply", "供电"],
        "supply 4280011234 [to 4280011299] [point 2] [price RES-LV] [meter M1] [digits 6.2] [multiplier 20] [last 1200.00 [sharp …] on 2026-10-23] \
         [year 2100] [months 150 140] [capacity 8] [opened 2026-07-01] [persons 5 extra 100] [free 10] [segment S1] \
         [sub of 1 metered|share 10%|fixed 100] [standard 0.90] [basic capacity|demand|contract 180] [measured high-low] …",
        archive::supply,
    ),
    verb(
        &["transformer", "变压器"],
        "transformer 4280011234 T1 kva 250 [loss 0.29 1.50 1.6 4.0 [1.0]] [from …] [to …] [suspended 2026-10-01 2026-10-20]",
        meter::transformer,
    ),
    verb(
        &["replace", "换表"],
        "replace meter 4280011234 on 2026-10-20 removed 1234.50 new M2 [starts 0] [multiplier 1] [digits 6.2]",
        meter::replace,
    ),
    verb(
        &["correction", "退补"],
        "correction 4280011234 agreed -120 | meter-error 6000 5% | wrong-wiring 6000 1.5 | wrong-multiplier 1000 20 40 | \
         voltage-drop 6000 0.5% [document …]",
        meter::correction,
    ),
    verb(&["round", "抄表任务"], "round prepare [S1] [2026-11] -> points 300", reading::round),
    verb(
        &["read", "抄表"],
        "read 4280011234 1350 [sharp …] [confirmed] [on 2026-11-23] [method remote] [anomaly burnt] [remark …] -> 150 kWh bill 88.20 · \
         read 4280011234 estimate · read 4280011234 locked · \
         read 1 to 300 more 80 95 120 -> points 300 bills 300 · read again",
        reading::read,
    ),
    verb(&["correct", "更正"], "correct 4280011234 1340 -> 140 kWh", reading::correct),
    verb(&["withdraw", "撤销"], "withdraw 4280011234 \"wrong house\" · withdraw P1", center::withdraw),
    verb(
        &["request", "申请"],
        "request change 4280011234 1340 \"misread\" · request archive 4280011234 phone 13800000001 \"new phone\"",
        reading::request,
    ),
    verb(
        &["review", "复核"],
        "review approve [4280011234 …] -> approved 30 · review send back 4280011234 \"read it again\"",
        reading::review,
    ),
    verb(
        &["compute", "计算"],
        "compute bill 4280011234 2026-10 1350 [sharp …] [on 2026-10-23] [point 2 …] [estimate] -> 150 kWh bill 88.20 · \
         compute bill 4280011234 2026-10 energy 150",
        making::compute,
    ),
    verb(&["recompute", "重算"], "recompute bill 4280011234 2026-10 [1340] -> difference -5.58", making::recompute),
    verb(&["file", "文件"], "file readings.csv \"a line of it\"", making::file),
    verb(&["import", "导入"], "import readings.csv profile jizhong-a -> accepted 3 rejected 1", making::import),
    verb(&["notice", "通知单"], "notice arrears|disconnection 4280011234 -> pay-by 2026-11-30", making::notice),
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
         pay each of cash 56.43 38.90 slip 377.02 · pay 1 to 300 due · pay again [cash 50.00] · pay refund of 4280011234 to 田大贵",
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
    verb(&["admin", "管理员"], "admin 9001 [name 牟秀兰]", center::admin),
    verb(&["finance", "财务"], "finance 9101 [name 向正云]", center::finance),
    verb(
        &["preview", "预览"],
        "preview case 1 refund [86.40] at A -> prepaid 0001 86.40 to 0.00 · preview undo P1",
        center::preview,
    ),
    verb(
        &["propose", "提议"],
        "propose case 1 refund [86.40] at A [\"why\"] [by 9001] [approved [by 9002]] -> proposal P1 · \
         propose case 1 move-to-customer to 0002 · propose all double-payment keep-as-booked",
        center::propose,
    ),
    verb(&["approve", "批准"], "approve P1 [\"why\"] [by 9002]", center::approve),
    verb(&["refuse", "驳回"], "refuse P1 [\"why\"] [by 9002]", center::refuse),
    verb(&["undo", "撤销处理"], "undo P1 [\"why\"] [by 9001] [approved [by 9002]] -> proposal P2", center::undo),
    verb(&["note", "备注"], "note case 1 \"called them\" [owner 9001|nobody] [by 9001]", center::note),
    verb(
        &["return", "退回"],
        "return case 1 to A call-customer|explain|read-meter-again \"what is asked\" [by 9001]",
        center::send_back,
    ),
    verb(&["release", "恢复使用"], "release device A", center::release),
    verb(&["remember", "记住"], "remember books", center::remember),
    verb(
        &["answer", "答复"],
        "answer [call-customer] [of 4280011234] done|not-done \"what was found\"",
        center::answer_task,
    ),
    verb(&["garble", "乱码"], "garble entry", center::garble),
    verb(&["falsify", "篡改"], "falsify sums by 1.00", center::falsify),
    verb(
        &["expect", "应为", "核对"],
        "expect WHAT [at center|at B], where WHAT is one of: due, penalty, arrears, prepaid, tail, drawer, unsent, shift, receipt, \
         settled, bill, lines, line, steps, funds, factor, loss, estimated, difference, supply, reading, round, restore, life, day, cases, trial balance zero, books equal, rebuild identical, ledger, interrupted payment, clock, case, choices, history, proposal, tasks, task, fleet, journal whole, archive",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_outcome::{FINDINGS, REFUSALS};

    #[test]
    fn the_guide_speaks_of_every_verb_refusal_and_finding() {
        let guide = include_str!("../../../../docs/SCENARIOS.md");
        let verbs = VERBS.iter().map(|verb| verb.names[0]);
        let names = REFUSALS.iter().chain(FINDINGS).copied();
        let missing: Vec<&str> = verbs
            .filter(|verb| !guide.contains(&format!("`{verb} ")) && !guide.contains(&format!("`{verb}`")))
            .chain(names.filter(|name| !guide.contains(&format!("`{name}`"))))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
