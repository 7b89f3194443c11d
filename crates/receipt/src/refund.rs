//! 退费单 on the continuous form.

use crate::RefundFacts;
use crate::flow::{self, Blocks, Cell, Foot, Head, Part, Stock, blank, cell};
use crate::page::Page;
use crate::words::{self, Marks, refund as say};

pub(crate) fn lay_out(facts: &RefundFacts, stock: &Stock) -> Vec<Page> {
    let mut blocks = Blocks::default();
    blocks.put_all(named(facts).map(Part::Cells));
    blocks.put(Part::Amount {
        label: "退费金额（大写）",
        capitals: words::capitals(facts.amount),
        figures: facts.amount.with_symbol(),
    });
    blocks.put(Part::Cells(vec![
        cell("支付方式", "现金", 25),
        cell("领款人", facts.paid_to.clone(), 40),
        cell("业务日期", words::date(facts.business_date), 35),
    ]));
    blocks.put(Part::Cells(signatures()));
    flow::lay_out(stock, &head(facts), blocks, &foot(facts))
}

fn head(facts: &RefundFacts) -> Head {
    Head {
        title: say::TITLE.to_owned(),
        name: say::name(facts),
        left: [facts.outlet.clone(), format!("户号 {}", facts.customer.no)],
        number: format!("编号 {}", say::number(facts)),
        marks: Marks::from(facts),
        printed_at: facts.printed_at,
    }
}

fn named(facts: &RefundFacts) -> [Vec<Cell>; 4] {
    let customer = &facts.customer;
    [
        vec![cell("户名", words::or_unknown(&customer.name), 50), cell("户号", customer.no.as_str(), 50)],
        vec![cell("用电地址", words::or_unknown(&customer.address), 100)],
        vec![cell("归属单位", say::owner(facts), 50), cell("退费依据", say::basis(facts), 50)],
        vec![cell("中心说明", words::or_none(&facts.reason), 100)],
    ]
}

fn signatures() -> Vec<Cell> {
    vec![blank("领款人签字", 34), blank("证件号码", 33), blank("经办人（签章）", 33)]
}

fn foot(facts: &RefundFacts) -> Foot {
    let who = format!(
        "收费员 {}　　终端 {}　　{} {}",
        words::staff(&facts.cashier),
        facts.terminal,
        words::CHECK_CODE,
        facts.check_code
    );
    let when = format!("打印时间 {}", words::moment(facts.printed_at));
    Foot { lines: vec![[who, when], [say::PAID_OUT.to_owned(), words::HOTLINES.to_owned()]] }
}
