//! A bill in words: each line such that a customer can compute it again with a pencil.

use chrono::Datelike;
use domain::{
    BillLine, BillStatement, ElecType, LineKind, MeterQuantity, Money, PowerFactorFinding, PriceUnit, PriceVersion,
    QuantityLine, QuantityLineKind, RatePeriod, ReadingState, Register, StatementReason, StepStanding, Voltage,
};
use rust_decimal::Decimal;

use crate::BillFacts;

pub(crate) const NOT_AN_INVOICE: &str = "本单是电费结算清单，非收据、非发票；缴费后另有凭证。";
pub(crate) const ESTIMATED_MARK: &str = "暂计";
pub(crate) const ESTIMATED: &str = "暂计：本期有示数为估抄，按以往用电量暂计，下次按实际示数多退少补。";

pub(crate) fn title(statement: &BillStatement) -> &'static str {
    match statement.reason {
        StatementReason::Ordinary => "电费结算单",
        StatementReason::Correction { .. } => "电费结算单（退补）",
        _ => "电费结算单（差额）",
    }
}

/// 电费单号, or what the center calls a bill of its run.
pub(crate) fn number(facts: &BillFacts) -> String {
    match &facts.no {
        Some(no) => no.to_string(),
        None => format!("{}-{}", facts.customer.no, facts.statement.id),
    }
}

pub(crate) fn period(statement: &BillStatement) -> String {
    let period = statement.id.period;
    let issue = if statement.id.issue > 1 { format!("（第{}次）", statement.id.issue) } else { String::new() };
    format!("{}年{:02}月{issue}", period.year(), period.month())
}

/// 用电区间
pub(crate) fn span(statement: &BillStatement) -> String {
    format!("{} 至 {}", super::date(statement.from), super::date(statement.to))
}

pub(crate) fn class(elec_type: ElecType) -> String {
    match elec_type {
        ElecType::LARGE_INDUSTRY => "大工业".to_owned(),
        ElecType::RURAL_RESIDENTIAL => "乡村居民生活".to_owned(),
        ElecType::URBAN_RESIDENTIAL => "城镇居民生活".to_owned(),
        ElecType::AGRICULTURE => "农业生产".to_owned(),
        ElecType::IRRIGATION => "农业排灌".to_owned(),
        ElecType::COMMERCIAL => "商业".to_owned(),
        ElecType(code) => format!("用电类别 {code}"),
    }
}

pub(crate) fn voltage(voltage: Voltage) -> &'static str {
    match voltage {
        Voltage::V220 => "220 伏",
        Voltage::V380 => "380 伏",
        Voltage::Kv6 => "6 千伏",
        Voltage::Kv10 => "10 千伏",
        Voltage::Kv20 => "20 千伏",
        Voltage::Kv35 => "35 千伏",
        Voltage::Kv110 => "110 千伏",
        Voltage::Kv220 => "220 千伏",
    }
}

pub(crate) fn register(register: Register) -> &'static str {
    match register {
        Register::ActiveTotal => "有功总",
        Register::ActiveSharp => "尖",
        Register::ActivePeak => "峰",
        Register::ActiveFlat => "平",
        Register::ActiveValley => "谷",
        Register::ActiveDeepValley => "深谷",
        Register::ReverseActive => "反向有功",
        Register::Reactive => "无功总",
        Register::ReverseReactive => "反向无功",
        Register::MaxDemand => "最大需量",
    }
}

/// What is special about a quantity: turned over, estimated.
pub(crate) fn remark(quantity: &MeterQuantity) -> String {
    let state = (quantity.state != ReadingState::Normal).then(|| state(quantity.state));
    let estimated = quantity.estimated.then_some(ESTIMATED_MARK);
    state.into_iter().chain(estimated).collect::<Vec<_>>().join("、")
}

pub(crate) fn state(state: ReadingState) -> &'static str {
    match state {
        ReadingState::Normal => "示数正常",
        ReadingState::Rollover => "表码翻转",
        ReadingState::Reversal => "示数下降，待复核",
    }
}

/// 加减: what was added or taken away, and of which sub-meter.
pub(crate) fn adjustment_name(line: &QuantityLine) -> String {
    let name = match line.kind {
        QuantityLineKind::SubMeter => "扣减分表",
        QuantityLineKind::LineLoss => "线损",
        QuantityLineKind::TransformerLoss => "变损",
        QuantityLineKind::Correction => "退补电量",
        QuantityLineKind::Carried => "上期结转",
    };
    line.of.as_ref().map_or_else(|| name.to_owned(), |of| format!("{name} {of}"))
}

/// `+305` or `-120`.
pub(crate) fn signed(number: i64) -> String {
    let sign = if number > 0 { "+" } else { "" };
    format!("{sign}{}", quantity(Decimal::from(number)))
}

/// 档次, what the year allows, what was used before this bill, by it, and what is left.
pub(crate) fn tier_rows(steps: &StepStanding) -> Vec<[String; 5]> {
    let kwh = |number: i64| quantity(Decimal::from(number));
    let mut below = 0;
    let mut rows = Vec::new();
    for (index, tier) in steps.tiers.iter().enumerate() {
        let size = tier.up_to_kwh.map(|limit| (limit - below).max(0));
        let left = size.map(|size| (size - tier.before_kwh - tier.now_kwh).max(0));
        let or_unlimited = |size: Option<i64>| size.map_or_else(|| "不限".to_owned(), kwh);
        let name = tier_name(index as u8 + 1);
        rows.push([name, or_unlimited(size), kwh(tier.before_kwh), kwh(tier.now_kwh), or_unlimited(left)]);
        below = tier.up_to_kwh.unwrap_or(below);
    }
    rows
}

pub(crate) fn tier_name(tier: u8) -> String {
    let name = ["一", "二", "三", "四", "五"].get(usize::from(tier).wrapping_sub(1));
    name.map_or_else(|| format!("第{tier}档"), |name| format!("第{name}档"))
}

fn rate_period(period: RatePeriod) -> &'static str {
    match period {
        RatePeriod::Sharp => "尖段",
        RatePeriod::Peak => "峰段",
        RatePeriod::Flat => "平段",
        RatePeriod::Valley => "谷段",
        RatePeriod::DeepValley => "深谷段",
    }
}

/// What a line charges: `第一档`, `峰段`, `基本电费（容量）`.
pub(crate) fn line_name(line: &BillLine) -> String {
    let red = if line.red { "冲红 " } else { "" };
    let tier = line.tier.map(tier_name);
    let period = line.rate_period.map(rate_period);
    let name = match line.kind {
        LineKind::Energy if tier.is_none() && period.is_none() => "电度电费".to_owned(),
        LineKind::Energy => format!("{}{}", period.unwrap_or_default(), tier.unwrap_or_default()),
        LineKind::StepAddition => format!("{}加价", tier.unwrap_or_else(|| "阶梯".to_owned())),
        LineKind::Capacity => "基本电费（容量）".to_owned(),
        LineKind::Demand => "基本电费（需量）".to_owned(),
        LineKind::DemandExcess => "超合同需量".to_owned(),
        LineKind::PowerFactor => "力调电费".to_owned(),
        LineKind::FreeQuantity => "免费电量".to_owned(),
        LineKind::Correction => "退补电费".to_owned(),
    };
    format!("{red}{name}")
}

/// The left side of the sum: `第一档 60 度 × 0.558`.
pub(crate) fn product(line: &BillLine) -> String {
    let (count, price) = (quantity(line.quantity), line.price);
    let product = match line.kind.unit() {
        PriceUnit::Kwh => format!("{count} 度 × {price}"),
        PriceUnit::Kva => format!("{count} 千伏安 × {price}"),
        PriceUnit::Kw => format!("{count} 千瓦 × {price}"),
        PriceUnit::Yuan => format!("{} 元 × {}", money_of(line.quantity), percent(price * Decimal::ONE_HUNDRED)),
    };
    let name = line_name(line);
    // The bracket brings its own space.
    let gap = if name.ends_with('）') { "" } else { " " };
    format!("{name}{gap}{product}")
}

/// The whole sum: `第一档 60 度 × 0.558 = 33.48`, and the days where the line covers only some.
pub(crate) fn sum(line: &BillLine) -> String {
    format!("{} = {}{}", product(line), line.amount.grouped(), days(line))
}

/// （11月9日至23日）
pub(crate) fn days(line: &BillLine) -> String {
    let Some((from, to)) = line.days else { return String::new() };
    let same_month = (from.year(), from.month()) == (to.year(), to.month());
    let until = if same_month { format!("{}日", to.day()) } else { format!("{}月{}日", to.month(), to.day()) };
    format!("（{}月{}日至{until}）", from.month(), from.day())
}

/// 电价依据: the document of the line's price.
pub(crate) fn document(line: &BillLine, prices: &[PriceVersion]) -> String {
    let price = line.price_version.and_then(|id| prices.iter().find(|price| price.id == id));
    price.map_or_else(String::new, |price| price.document.clone())
}

pub(crate) fn percent(percent: Decimal) -> String {
    let sign = if percent > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}%", percent.normalize())
}

pub(crate) fn power_factor(found: &PowerFactorFinding) -> String {
    format!(
        "有功 {} 度、无功 {} 千乏时，功率因数 {:.2}（标准 {:.2}），调整率 {}",
        quantity(Decimal::from(found.active_kwh)),
        quantity(Decimal::from(found.reactive_kvarh)),
        found.factor,
        found.standard,
        percent(found.percent),
    )
}

/// 代征: part of the price and never added to it.
pub(crate) fn funds(statement: &BillStatement) -> Option<String> {
    let fund = |fund: &domain::FundLine| format!("{} {}", fund.name, fund.amount.grouped());
    let funds: Vec<String> = statement.funds.iter().map(fund).collect();
    let total = statement.funds_amount().grouped();
    (!funds.is_empty()).then(|| format!("以上电费中已含代征基金及附加 {total} 元：{}。", funds.join("，")))
}

/// What a customer has to be told in sentences.
pub(crate) fn notes(facts: &BillFacts) -> Vec<String> {
    let statement = &facts.statement;
    let estimated = statement.estimated.then(|| ESTIMATED.to_owned());
    let carried = (statement.carried_kwh != 0)
        .then(|| format!("本期电量小于零，{} 度结转下期抵扣。", quantity(Decimal::from(statement.carried_kwh.abs()))));
    reason(facts).into_iter().chain(estimated).chain(carried).collect()
}

/// Why there is a second bill for the month, in plain words.
fn reason(facts: &BillFacts) -> Option<String> {
    let (of, why) = match facts.statement.reason {
        StatementReason::Ordinary => return None,
        StatementReason::LateTariff { of } => (of, "出账时新的电价尚未送达本网点，而新电价在此之前已经执行"),
        StatementReason::NewerArchive { of } => (of, "出账时本网点的用电档案不是最新的"),
        StatementReason::ReadingCorrected { of } => (of, "抄表示数经核实已更正"),
        StatementReason::Correction { of } => (of, "以往的计量差错经核实需要退补电费"),
    };
    let total = facts.statement.total;
    let outcome = match (total.is_positive(), total.is_negative()) {
        (true, _) => format!("应补收 {} 元", total.grouped()),
        (_, true) => format!("应退 {} 元，已转入您的预收款", total.abs().grouped()),
        _ => "金额没有变化".to_owned(),
    };
    let red: Money = facts.statement.lines.iter().filter(|line| line.red).map(|line| line.amount).sum();
    let again = if red.is_zero() {
        String::new()
    } else {
        format!("原账单 {} 元全部冲红，重新计算为 {} 元；", (-red).grouped(), (total - red).grouped())
    };
    Some(format!("差额说明：{}电费{why}。{again}{outcome}。", period_words(of.period.year(), of.period.month())))
}

fn period_words(year: u16, month: u8) -> String {
    format!("{year}年{month}月")
}

/// When it has to be paid.
pub(crate) fn due(facts: &BillFacts) -> Option<[(&'static str, String); 2]> {
    let due = facts.penalty_start.pred_opt()?;
    facts
        .statement
        .total
        .is_positive()
        .then(|| [("缴费截止日", super::date(due)), ("违约金起算日", super::date(facts.penalty_start))])
}

/// The amount is due, or goes back.
pub(crate) fn total_label(statement: &BillStatement) -> &'static str {
    if statement.total.is_negative() { "本单应退" } else { "本单应收" }
}

/// A number with thousands separators, without trailing zeros.
pub(crate) fn quantity(number: Decimal) -> String {
    let plain = number.abs().normalize().to_string();
    let (whole, decimals) = plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut text = if number.is_sign_negative() && !number.is_zero() { "-".to_owned() } else { String::new() };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(decimals) = decimals {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

fn money_of(yuan: Decimal) -> String {
    Money::round_half_up_to_fen(yuan).grouped()
}

/// A register as the meter shows it.
pub(crate) fn shown(reading: Option<Decimal>) -> String {
    reading.map_or_else(|| "—".to_owned(), |reading| reading.normalize().to_string())
}

pub(crate) fn multiplier(multiplier: Option<Decimal>) -> String {
    multiplier.map_or_else(|| "待核".to_owned(), |multiplier| multiplier.normalize().to_string())
}
