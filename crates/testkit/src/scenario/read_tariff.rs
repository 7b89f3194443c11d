//! Lines about prices and the settings of billing.

use domain::{BasicPrice, BillingRules, EnergyPrice, Fund, PriceChange, PriceTier, TimeOfUseRates, Untraceable};
use rust_decimal::Decimal;

use crate::scenario::command::Command;
use crate::scenario::meter_command::{MeterCommand, PriceLine, RuleSetting};
use crate::scenario::read_set_up::a_date;
use crate::scenario::values::{decimal, rate};
use crate::scenario::words::{Misread, Words, is_keyword};

pub const FROM: &[&str] = &["from", "自"];
pub const TO: &[&str] = &["to", "至"];

pub fn a_decimal(words: &mut Words<'_>, what: &str) -> Result<Decimal, Misread> {
    words.read(what, decimal)
}

pub fn a_price_code(words: &mut Words<'_>) -> Result<domain::PriceCode, Misread> {
    words.read("a price code like RES-LV", |text| text.parse().ok())
}

/// `late price …`: the same as `price …`; it says that the version comes after bills of its days.
pub fn late(words: &mut Words<'_>) -> Result<Command, Misread> {
    if !words.take(&["price", "电价"]) {
        words.finish(&["price"])?;
    }
    price(words)
}

/// What a `price` line names of the energy, before it is known which kind of price it is.
#[derive(Default)]
struct Energy {
    tiers: Vec<PriceTier>,
    sharp: Option<Decimal>,
    peak: Option<Decimal>,
    flat: Option<Decimal>,
    valley: Option<Decimal>,
    deep_valley: Option<Decimal>,
}

pub fn price(words: &mut Words<'_>) -> Result<Command, Misread> {
    let mut energy = Energy::default();
    let mut line = PriceLine {
        code: a_price_code(words)?,
        class: None,
        document: None,
        from: None,
        to: None,
        energy: EnergyPrice::Flat { yuan_per_kwh: Decimal::ZERO },
        basic: None,
        funds: Vec::new(),
    };
    while !words.is_done() {
        if !energy_field(words, &mut energy)? {
            price_field(words, &mut line)?;
        }
    }
    let Some(price) = energy.price() else {
        return Err(words.missing("the price: `steps …`, `flat 0.735686`, or `sharp … peak … flat … valley …`"));
    };
    line.energy = price;
    Ok(Command::Meter(MeterCommand::Price(Box::new(line))))
}

fn energy_field(words: &mut Words<'_>, energy: &mut Energy) -> Result<bool, Misread> {
    const A_PRICE: &str = "a price in yuan for a kWh, like 0.558";
    if words.take(&["steps", "阶梯"]) {
        energy.tiers = tiers(words)?;
        return Ok(true);
    }
    let slot = if words.take(&["sharp", "尖"]) {
        &mut energy.sharp
    } else if words.take(&["peak", "峰"]) {
        &mut energy.peak
    } else if words.take(&["flat", "平"]) {
        &mut energy.flat
    } else if words.take(&["valley", "谷"]) {
        &mut energy.valley
    } else if words.take(&["deep-valley", "深谷"]) {
        &mut energy.deep_valley
    } else {
        return Ok(false);
    };
    *slot = Some(a_decimal(words, A_PRICE)?);
    Ok(true)
}

/// `2160 0.558 4800 0.608 0.858`: each limit with its price, and the price beyond the last.
fn tiers(words: &mut Words<'_>) -> Result<Vec<PriceTier>, Misread> {
    let mut tiers = Vec::new();
    loop {
        let number = a_decimal(words, "a limit in kWh or the last price")?;
        let price = words.try_read(decimal);
        let (up_to_kwh, yuan_per_kwh) = match price {
            Some(price) => (Some(i64::try_from(number).unwrap_or(0)), price),
            None => (None, number),
        };
        tiers.push(PriceTier { up_to_kwh, yuan_per_kwh });
        if up_to_kwh.is_none() {
            return Ok(tiers);
        }
    }
}

impl Energy {
    fn price(self) -> Option<EnergyPrice> {
        match (self.sharp, self.peak, self.flat, self.valley) {
            (None, None, None, None) if !self.tiers.is_empty() => Some(EnergyPrice::Steps { tiers: self.tiers }),
            (None, None, Some(yuan_per_kwh), None) => Some(EnergyPrice::Flat { yuan_per_kwh }),
            (sharp, Some(peak), Some(flat), Some(valley)) => {
                let sharp = sharp.unwrap_or(peak);
                let rates = TimeOfUseRates { sharp, peak, flat, valley, deep_valley: self.deep_valley };
                Some(EnergyPrice::TimeOfUse { rates, additions: self.tiers })
            }
            _ => None,
        }
    }
}

fn price_field(words: &mut Words<'_>, line: &mut PriceLine) -> Result<(), Misread> {
    if words.take(FROM) {
        line.from = Some(a_date(words)?);
    } else if words.take(TO) {
        line.to = Some(a_date(words)?);
    } else if words.take(&["document", "文号"]) {
        line.document = Some(words.expect("the document")?.text.clone());
    } else if words.take(&["class", "类别"]) {
        line.class = Some(words.expect("the name of the class")?.text.clone());
    } else if words.take(&["fund", "代征"]) {
        let name = words.expect("the name of the fund")?.text.clone();
        line.funds.push(Fund { name, yuan_per_kwh: a_decimal(words, "yuan for a kWh")? });
    } else if words.take(&["basic", "基本电价"]) {
        line.basic = Some(basic(words)?);
    } else {
        let known = ["from", "to", "steps", "flat", "sharp", "peak", "valley", "basic", "fund", "document", "class"];
        words.finish(&known)?;
    }
    Ok(())
}

fn basic(words: &mut Words<'_>) -> Result<BasicPrice, Misread> {
    let mut basic = BasicPrice { demand_yuan_per_kw: Decimal::ZERO, capacity_yuan_per_kva: Decimal::ZERO };
    loop {
        if words.take(&["demand", "需量"]) {
            basic.demand_yuan_per_kw = a_decimal(words, "yuan for a kW and month")?;
        } else if words.take(&["capacity", "容量"]) {
            basic.capacity_yuan_per_kva = a_decimal(words, "yuan for a kVA and month")?;
        } else {
            return Ok(basic);
        }
    }
}

type Apply = fn(&mut BillingRules, &[Decimal], Option<&'static str>);

/// A setting: its names, how many numbers follow at most, what can be chosen, and what it changes.
struct Rule {
    names: &'static [&'static str],
    numbers: usize,
    choices: &'static [&'static [&'static str]],
    apply: Apply,
}

const fn number(names: &'static [&'static str], numbers: usize, apply: Apply) -> Rule {
    Rule { names, numbers, choices: &[], apply }
}

const fn choice(names: &'static [&'static str], choices: &'static [&'static [&'static str]], apply: Apply) -> Rule {
    Rule { names, numbers: 0, choices, apply }
}

fn whole<T: TryFrom<i64> + Default>(number: Decimal) -> T {
    i64::try_from(number).ok().and_then(|number| T::try_from(number).ok()).unwrap_or_default()
}

const RULES: &[Rule] = &[
    choice(
        &["price-change", "调价分段"],
        &[&["by-days", "按天"], &["at-reading-day", "按抄表日"]],
        |rules, _, choice| {
            rules.price_change =
                if choice == Some("by-days") { PriceChange::ByDays } else { PriceChange::AtReadingDay };
        },
    ),
    choice(&["funds-in-base", "力调含基金"], &[&["on", "是"], &["off", "否"]], |rules, _, choice| {
        rules.power_factor.funds_in_base = choice == Some("on");
    }),
    choice(
        &["untraceable", "退高补低"],
        &[&["in-favour", "从优"], &["at-present", "按现档"]],
        |rules, _, choice| {
            rules.untraceable = match choice {
                Some("in-favour") => Untraceable::InFavourOfResident,
                _ => Untraceable::AtPresentTier,
            };
        },
    ),
    number(&["case-above", "差额上限"], 1, |rules, numbers, _| {
        rules.difference.case_above = domain::Money::round_half_up_to_fen(numbers[0]);
    }),
    number(&["jump", "居民突变"], 2, |rules, numbers, _| {
        rules.reading.resident_jump_share = numbers[0];
        if let Some(kwh) = numbers.get(1) {
            rules.reading.resident_jump_kwh = whole(*kwh);
        }
    }),
    number(&["other-jump", "非居民突变"], 1, |rules, numbers, _| rules.reading.other_jump_share = numbers[0]),
    number(&["zero-periods", "零度期数"], 1, |rules, numbers, _| rules.reading.zero_periods = whole(numbers[0])),
    number(&["rollover", "翻转"], 2, |rules, numbers, _| {
        rules.reading.rollover_last_share = numbers[0];
        if let Some(share) = numbers.get(1) {
            rules.reading.rollover_this_share = *share;
        }
    }),
    number(&["register-sum", "分时之和"], 1, |rules, numbers, _| rules.reading.register_sum_kwh = numbers[0]),
    number(&["plan-days", "计划天数"], 1, |rules, numbers, _| rules.reading.plan_days = whole(numbers[0])),
    number(&["estimates", "连续估抄"], 1, |rules, numbers, _| rules.reading.estimates_in_a_row = whole(numbers[0])),
    number(&["days-in-month", "月天数"], 1, |rules, numbers, _| rules.basic.days_in_month = whole(numbers[0])),
    number(&["suspension-days", "暂停天数"], 1, |rules, numbers, _| {
        rules.basic.suspension_days_min = whole(numbers[0]);
    }),
    number(&["contract-tolerance", "超需量"], 1, |rules, numbers, _| rules.basic.contract_tolerance = numbers[0]),
    number(&["overdue-days", "停电逾期天数"], 1, |rules, numbers, _| {
        rules.disconnection.overdue_days = whole(numbers[0]);
    }),
    number(&["notice-days", "停电通知天数"], 2, |rules, numbers, _| {
        rules.disconnection.resident_notice_days = whole(numbers[0]);
        if let Some(days) = numbers.get(1) {
            rules.disconnection.other_notice_days = whole(*days);
        }
    }),
    number(&["restore-hours", "复电小时"], 1, |rules, numbers, _| {
        rules.disconnection.restore_hours = whole(numbers[0])
    }),
];

pub fn rule(words: &mut Words<'_>) -> Result<Command, Misread> {
    let (mut settings, mut from) = (Vec::new(), None);
    while !words.is_done() {
        if words.take(FROM) {
            from = Some(a_date(words)?);
            continue;
        }
        let choices: Vec<(&[&str], usize)> =
            RULES.iter().enumerate().map(|(index, rule)| (rule.names, index)).collect();
        let rule = &RULES[words.choose("setting", &choices)?];
        settings.push(setting(words, rule)?);
    }
    if settings.is_empty() {
        return Err(words.missing("a setting, like `case-above 50.00`"));
    }
    Ok(Command::Meter(MeterCommand::Rule { settings, from }))
}

fn setting(words: &mut Words<'_>, rule: &Rule) -> Result<RuleSetting, Misread> {
    if !rule.choices.is_empty() {
        let word = words.expect("what is chosen")?;
        let chosen = rule.choices.iter().find(|names| is_keyword(word, names));
        let known: Vec<&str> = rule.choices.iter().map(|names| names[0]).collect();
        let chosen = chosen.ok_or_else(|| Misread::unknown(word, "choice", &known))?;
        return Ok(RuleSetting { apply: rule.apply, numbers: Vec::new(), choice: Some(chosen[0]) });
    }
    let mut numbers = vec![words.read("a number or a share like 30%", rate)?];
    while numbers.len() < rule.numbers {
        let Some(number) = words.try_read(rate) else { break };
        numbers.push(number);
    }
    Ok(RuleSetting { apply: rule.apply, numbers, choice: None })
}
