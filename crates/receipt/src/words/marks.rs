//! What must catch the eye before anything else: practice, void, reprint.

use crate::{
    BillFacts, NoticeFacts, PrintedCopy, ReadingSheetFacts, ReadingSlipFacts, ReceiptFacts, RefundFacts,
    RestoreSlipFacts,
};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks {
    pub(crate) practice: bool,
    /// Why the paper is void, if it is.
    pub(crate) voided: Option<&'static str>,
    /// 暂计: an estimate is in it. Company discipline wants it seen.
    pub(crate) estimated: bool,
    pub(crate) copy: PrintedCopy,
}

impl Marks {
    fn of(practice: bool, copy: PrintedCopy) -> Marks {
        Marks { practice, voided: None, estimated: false, copy }
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.invalidating().into_iter().map(str::to_owned).chain(self.remarks()).collect()
    }

    pub(crate) fn invalidating(&self) -> Vec<&'static str> {
        self.practice.then_some("练习 – 无效").into_iter().chain(self.voided).collect()
    }

    /// Domain C8: a reprint is counted and says so.
    pub(crate) fn reprint(&self) -> Option<String> {
        match self.copy {
            PrintedCopy::Original => None,
            PrintedCopy::Reprint(count) => Some(format!("补打 第 {count} 次")),
        }
    }

    /// What stands at the right of a title: it changes the paper's meaning and not its worth.
    pub(crate) fn remarks(&self) -> Vec<String> {
        self.estimated.then(|| super::bill::ESTIMATED_MARK.to_owned()).into_iter().chain(self.reprint()).collect()
    }

    /// The one mark that makes the paper worthless, to stand behind the text.
    pub(crate) fn watermark(&self) -> Option<&'static str> {
        match (self.voided, self.practice) {
            (Some(_), _) => Some("作废"),
            (None, true) => Some("练习 无效"),
            (None, false) => None,
        }
    }
}

impl From<&ReceiptFacts> for Marks {
    fn from(facts: &ReceiptFacts) -> Marks {
        Marks { voided: facts.voided.then_some("已冲正 作废"), ..Marks::of(facts.practice, facts.copy) }
    }
}

impl From<&BillFacts> for Marks {
    fn from(facts: &BillFacts) -> Marks {
        let estimated = facts.statement.estimated;
        Marks { voided: facts.voided.then_some("已冲红 作废"), estimated, ..Marks::of(facts.practice, facts.copy) }
    }
}

impl From<&ReadingSlipFacts> for Marks {
    fn from(facts: &ReadingSlipFacts) -> Marks {
        let plain = Marks::of(facts.practice, PrintedCopy::Original);
        Marks { voided: facts.withdrawn.then_some("已撤销 作废"), estimated: facts.estimated, ..plain }
    }
}

impl From<&RestoreSlipFacts> for Marks {
    fn from(facts: &RestoreSlipFacts) -> Marks {
        Marks { voided: facts.voided.then_some("已冲正 作废"), ..Marks::of(facts.practice, facts.copy) }
    }
}

impl From<&RefundFacts> for Marks {
    fn from(facts: &RefundFacts) -> Marks {
        Marks::of(facts.practice, facts.copy)
    }
}

impl From<&NoticeFacts> for Marks {
    fn from(facts: &NoticeFacts) -> Marks {
        Marks::of(facts.practice, facts.copy)
    }
}

impl From<&ReadingSheetFacts> for Marks {
    fn from(facts: &ReadingSheetFacts) -> Marks {
        Marks::of(facts.practice, PrintedCopy::Original)
    }
}
