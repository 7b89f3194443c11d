//! Customers, prices and readings to tell stories with. All of them are invented.

use chrono::NaiveDate;
use domain::*;
use rust_decimal::Decimal;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

/// A customer with what was read of them, ready to be billed for October 2026 (read on 15 September and 15 October).
#[derive(Clone)]
pub struct Story {
    pub id: BillId,
    pub state: SupplyState,
    pub spans: Vec<MeterSpan>,
    pub corrections: Vec<Correction>,
    pub tariff: Tariff,
}

impl Story {
    pub fn bill(&self) -> Result<BillStatement, BillingRefusal> {
        bill(&BillRequest {
            id: self.id,
            state: &self.state,
            spans: &self.spans,
            corrections: &self.corrections,
            tariff: &self.tariff,
        })
    }

    pub fn total(&self) -> String {
        self.bill().unwrap().total.to_string()
    }

    pub fn point(&mut self) -> &mut MeteringPoint {
        &mut self.state.supply.points[0]
    }

    pub fn meter(&mut self) -> &mut Meter {
        &mut self.state.supply.points[0].meters[0]
    }

    pub fn used_this_year(mut self, kwh: i64) -> Story {
        self.state.year = YearUse { year: 2026, kwh };
        self
    }

    pub fn with_rules(mut self, change: impl Fn(&mut BillingRules)) -> Story {
        let mut rules = BillingRules::standard();
        change(&mut rules);
        self.tariff = Tariff::new(self.tariff.prices().to_vec(), vec![rules]);
        self
    }

    /// A further point with its own meter of the same registers.
    pub fn with_point(mut self, no: &str, point: impl Fn(&mut MeteringPoint), used: &[(Register, &str)]) -> Story {
        let mut further = self.state.supply.points[0].clone();
        further.no = no.parse().unwrap();
        further.meters[0].no = format!("M-{no}").parse().unwrap();
        further.meters[0].registers = used.iter().map(|(register, _)| *register).collect();
        point(&mut further);
        if !used.is_empty() {
            self.spans.push(span(no, &format!("M-{no}"), used));
        } else {
            further.meters.clear();
        }
        self.state.supply.points.push(further);
        self
    }
}

/// `60 × 0.558 = 33.48` of each line.
pub fn formulas(statement: &BillStatement) -> Vec<String> {
    statement.lines.iter().map(BillLine::formula).collect()
}

pub fn amounts(statement: &BillStatement) -> Vec<String> {
    statement.lines.iter().map(|line| line.amount.to_string()).collect()
}

pub fn price(code: &str, energy: EnergyPrice) -> PriceVersion {
    PriceVersion {
        id: 1,
        code: code.parse().unwrap(),
        class: "样例".into(),
        document: "样例文号".into(),
        effective_from: day("2010-01-01"),
        effective_to: None,
        energy,
        basic: None,
        funds: Vec::new(),
    }
}

pub fn tier(up_to_kwh: Option<i64>, price: &str) -> PriceTier {
    PriceTier { up_to_kwh, yuan_per_kwh: dec(price) }
}

pub fn steps(prices: [&str; 3]) -> EnergyPrice {
    EnergyPrice::Steps { tiers: vec![tier(Some(2160), prices[0]), tier(Some(4800), prices[1]), tier(None, prices[2])] }
}

pub fn flat(price: &str) -> EnergyPrice {
    EnergyPrice::Flat { yuan_per_kwh: dec(price) }
}

pub fn time_of_use(prices: [&str; 4]) -> EnergyPrice {
    let [sharp, peak, flat, valley] = prices.map(dec);
    let rates = TimeOfUseRates { sharp, peak, flat, valley, deep_valley: None };
    EnergyPrice::TimeOfUse { rates, additions: Vec::new() }
}

/// 居民一户一表 不满1千伏
pub fn residential() -> PriceVersion {
    price("RES-LV", steps(["0.558", "0.608", "0.858"]))
}

pub fn tariff(prices: Vec<PriceVersion>) -> Tariff {
    Tariff::new(prices, vec![BillingRules::standard()])
}

fn supply(code: &str, registers: &[Register]) -> Supply {
    Supply {
        customer: "4280900001".parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        voltage: Voltage::V220,
        capacity_kva: dec("8"),
        opened_on: None,
        closed_on: None,
        owner_since: None,
        households: Vec::new(),
        free: Vec::new(),
        power_factor: PowerFactorStandard::None,
        basic: BasicCharge::None,
        transformers: Vec::new(),
        points: vec![MeteringPoint {
            no: "P1".parse().unwrap(),
            segment: "S1".parse().unwrap(),
            sequence: 1,
            price: code.parse().unwrap(),
            role: PointRole::Main,
            measuring: Measuring::LowLow,
            line_loss: LineLoss::None,
            transformer: None,
            loss_share: LossShare::None,
            meters: vec![meter("M1", registers)],
        }],
    }
}

pub fn meter(no: &str, registers: &[Register]) -> Meter {
    Meter {
        no: no.parse().unwrap(),
        address: String::new(),
        digits: Digits { whole: 6, decimals: 2 },
        multiplier: Some(Decimal::ONE),
        registers: registers.to_vec(),
        installed: None,
        removed: None,
    }
}

/// A meter that counted so much on each register, from 1000 on.
pub fn span(point: &str, meter: &str, used: &[(Register, &str)]) -> MeterSpan {
    let start = |register: Register| if register.counts_up() { dec("1000") } else { Decimal::ZERO };
    MeterSpan {
        point: point.parse().unwrap(),
        meter: meter.parse().unwrap(),
        from: day("2026-09-15"),
        to: day("2026-10-15"),
        start: Registers::of(used.iter().map(|(register, _)| (*register, start(*register)))),
        end: Registers::of(used.iter().map(|(register, kwh)| (*register, start(*register) + dec(kwh)))),
        state: ReadingState::Normal,
        estimated: false,
    }
}

/// A customer of a price with one meter that counted this.
pub fn customer(price: PriceVersion, used: &[(Register, &str)]) -> Story {
    let registers: Vec<Register> = used.iter().map(|(register, _)| *register).collect();
    let state = SupplyState {
        supply: supply(price.code.as_str(), &registers),
        version: 1,
        last: Vec::new(),
        year: YearUse { year: 2026, kwh: 0 },
        months: Vec::new(),
        carried_kwh: 0,
    };
    Story {
        id: BillId::first_of("2026-10".parse().unwrap()),
        state,
        spans: vec![span("P1", "M1", used)],
        corrections: Vec::new(),
        tariff: tariff(vec![price]),
    }
}

pub fn household(kwh: i64) -> Story {
    customer(residential(), &[(Register::ActiveTotal, &kwh.to_string())])
}

pub fn funds() -> Vec<Fund> {
    let fund = |name: &str, price: &str| Fund { name: name.into(), yuan_per_kwh: dec(price) };
    vec![fund("农网还贷资金", "0.02"), fund("水库移民", "0.0062"), fund("可再生能源电价附加", "0.019")]
}

/// 两部制 1-10 kV, 250 kVA by capacity, read in kWh and kvarh.
pub fn factory(kwh: i64, kvarh: i64) -> Story {
    let mut price = price("IND-10KV", flat("0.651886"));
    price.funds = funds();
    price.basic = Some(BasicPrice { demand_yuan_per_kw: dec("42"), capacity_yuan_per_kva: dec("26.3") });
    let used = [(Register::ActiveTotal, kwh.to_string()), (Register::Reactive, kvarh.to_string())];
    let used: Vec<(Register, &str)> = used.iter().map(|(register, kwh)| (*register, kwh.as_str())).collect();
    let mut story = customer(price, &used);
    let supply = &mut story.state.supply;
    supply.elec_type = ElecType::LARGE_INDUSTRY;
    supply.voltage = Voltage::Kv10;
    supply.capacity_kva = dec("250");
    supply.power_factor = PowerFactorStandard::P90;
    supply.basic = BasicCharge::Capacity;
    supply.transformers = vec![transformer("T1", "250")];
    story
}

pub fn transformer(no: &str, kva: &str) -> Transformer {
    Transformer {
        no: no.parse().unwrap(),
        kva: dec(kva),
        loss: TransformerLoss::None,
        from: day("2020-01-01"),
        to: None,
        suspensions: Vec::new(),
    }
}
