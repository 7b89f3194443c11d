//! Lines about money at the counter.

use domain::{Money, Tender, TenderKind};

use crate::scenario::command::{Command, PayLine, Which};
use crate::scenario::meter_command::MeterCommand;
use crate::scenario::read_center::pay_refund;
use crate::scenario::read_set_up::{a_bill, a_customer, an_amount};
use crate::scenario::read_tariff::TO;
use crate::scenario::values::{TENDERS, date, money};
use crate::scenario::words::{Misread, Words, is_keyword};

pub fn pay(words: &mut Words<'_>) -> Result<Command, Misread> {
    if words.take(&["each", "逐笔"]) {
        words.take(&["of"]);
        return pay_each(words);
    }
    if words.take(&["refund", "退款"]) {
        return pay_refund(words);
    }
    if words.take(&["again", "重试"]) {
        words.take_phrase(&[&["same"], &["id"]]);
        let mut tenders = Vec::new();
        while let Some(tender) = tender(words)? {
            tenders.push(tender);
        }
        words.finish(&tender_names())?;
        return Ok(Command::PayAgain { tenders });
    }
    let customer = a_customer(words)?;
    if words.take(TO) {
        let until = a_customer(words)?;
        words.take(&["due", "应缴"]);
        return Ok(Command::Meter(MeterCommand::PayAll { from: customer, until }));
    }
    let mut line = PayLine { customer, tenders: Vec::new(), amount: None, only: Vec::new(), use_prepaid: false };
    while !words.is_done() {
        pay_part(words, &mut line)?;
    }
    Ok(Command::Pay(line))
}

fn tender_names() -> Vec<&'static str> {
    TENDERS.iter().map(|(names, _)| names[0]).collect()
}

fn pay_part(words: &mut Words<'_>, line: &mut PayLine) -> Result<(), Misread> {
    if let Some(tender) = tender(words)? {
        line.tenders.push(tender);
    } else if words.take(&["amount", "金额"]) {
        line.amount = Some(an_amount(words)?);
    } else if words.take(&["only", "只缴"]) {
        line.only.push(a_bill(words)?);
        while let Some(bill) = words.try_read(|text| text.parse().ok()) {
            line.only.push(bill);
        }
    } else if words.take(&["use", "使用"]) {
        if !words.take(&["prepaid", "预收"]) {
            words.finish(&["prepaid"])?;
        }
        line.use_prepaid = true;
    } else {
        let known = tender_names().into_iter().chain(["amount", "only", "use"]).collect::<Vec<_>>();
        words.finish(&known)?;
    }
    Ok(())
}

fn pay_each(words: &mut Words<'_>) -> Result<Command, Misread> {
    let mut groups = Vec::new();
    while !words.is_done() {
        let kind = words.choose("tender", TENDERS)?;
        let mut amounts = vec![an_amount(words)?];
        while let Some(amount) = words.try_read(money) {
            amounts.push(amount);
        }
        groups.push((kind, amounts));
    }
    Ok(Command::PayEach(groups))
}

/// A tender with its amount and the fields that follow. What the trade asks for and a story leaves out is made up;
/// `""` leaves it empty on purpose.
fn tender(words: &mut Words<'_>) -> Result<Option<Tender>, Misread> {
    let Some(word) = words.peek() else { return Ok(None) };
    let Some((_, kind)) = TENDERS.iter().find(|(names, _)| is_keyword(word, names)) else { return Ok(None) };
    words.next();
    let amount = an_amount(words)?;
    let mut tender = filled_in(*kind, amount);
    while tender_field(words, &mut tender)? {}
    Ok(Some(tender))
}

pub fn filled_in(kind: TenderKind, amount: Money) -> Tender {
    let day = date("2026-11-23").expect("a real date");
    let text = str::to_owned;
    match kind {
        TenderKind::Cash => Tender::Cash { received: amount },
        TenderKind::BankSlip => Tender::BankSlip {
            slip_no: text("JZ20261123001"),
            bank: text("农村商业银行"),
            account: text("8201000000001"),
            date: day,
            amount,
        },
        TenderKind::ListVoucher => Tender::ListVoucher {
            voucher_no: text("LZ20261123001"),
            issuing_unit: text("财务部"),
            approver: text("牟秀兰"),
            date: day,
            remark: String::new(),
            amount,
        },
        TenderKind::Cheque => Tender::Cheque {
            cheque_no: text("ZP00112233"),
            bank: text("农业银行"),
            drawer: text("白杨坪茶厂"),
            date: day,
            amount,
        },
        TenderKind::Pos => {
            Tender::Pos { terminal: text("POS00001"), reference: text("112300001"), card_tail: text("6688"), amount }
        }
        TenderKind::Transfer => {
            Tender::Transfer { reference: text("HZ20261123001"), bank: text("农业银行"), date: day, amount }
        }
    }
}

fn tender_field(words: &mut Words<'_>, tender: &mut Tender) -> Result<bool, Misread> {
    let slot = match tender {
        Tender::Cash { .. } => None,
        Tender::BankSlip { slip_no: number, bank, account, .. } => {
            pick(words, [(NO, number), (BANK, bank), (&["account", "账号"], account)])
        }
        Tender::ListVoucher { voucher_no: number, issuing_unit, approver, remark, .. } => pick(
            words,
            [
                (NO, number),
                (&["issued-by", "开具单位"], issuing_unit),
                (&["approver", "批准人"], approver),
                (&["remark", "备注"], remark),
            ],
        ),
        Tender::Cheque { cheque_no: number, bank, drawer, .. } => {
            pick(words, [(NO, number), (BANK, bank), (&["drawer", "出票人"], drawer)])
        }
        Tender::Pos { terminal, reference: number, card_tail, .. } => {
            pick(words, [(NO, number), (&["terminal", "终端号"], terminal), (&["card", "卡尾号"], card_tail)])
        }
        Tender::Transfer { reference: number, bank, .. } => pick(words, [(NO, number), (BANK, bank)]),
    };
    let Some(slot) = slot else { return Ok(false) };
    *slot = words.expect("what stands on the paper, or \"\"")?.text.clone();
    Ok(true)
}

const NO: &[&str] = &["no", "号"];
const BANK: &[&str] = &["bank", "银行"];

/// The field whose keyword comes next.
fn pick<'a, const N: usize>(words: &mut Words<'_>, fields: [(&[&str], &'a mut String); N]) -> Option<&'a mut String> {
    fields.into_iter().find_map(|(names, field)| words.take(names).then_some(field))
}

fn which(words: &mut Words<'_>) -> Result<Which, Misread> {
    if words.take(&["last", "上一笔"]) {
        return Ok(Which::Last);
    }
    words.read("`last` or the name of a receipt, like R1", receipt_name).map(Which::Named)
}

pub fn receipt_name(text: &str) -> Option<String> {
    text.chars().next().is_some_and(char::is_alphabetic).then(|| text.to_owned())
}

pub fn which_receipt(words: &mut Words<'_>) -> Result<Which, Misread> {
    which(words)
}

pub fn reverse(words: &mut Words<'_>) -> Result<Command, Misread> {
    let receipt = which(words)?;
    let reason = words.next().map(|word| word.text.clone()).unwrap_or_default();
    Ok(Command::Reverse { receipt, reason })
}

pub fn reprint(words: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Reprint { receipt: which(words)? })
}

pub fn look_up(words: &mut Words<'_>) -> Result<Command, Misread> {
    words.take(&["up"]);
    Ok(Command::LookUp(a_customer(words)?))
}

pub fn search(words: &mut Words<'_>) -> Result<Command, Misread> {
    Ok(Command::Search(words.expect("what is typed into the search box")?.text.clone()))
}
