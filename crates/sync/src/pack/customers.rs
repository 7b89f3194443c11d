//! Customers with their accounts in columns. Neighbours in number are neighbours in address, on one transformer, and mostly
//! owe for the same months.

use chrono::NaiveDate;
use domain::{
    Account, Bill, BillId, Customer, CustomerNo, CustomerState, ElecType, Money, PastPayment, PaymentId, PowerState,
    Settlement, TerminalCode, UnitCode,
};
use uuid::Uuid;

use super::lanes::{Lanes, LanesIn, LanesOut};
use super::narrow;
use super::payment::{months, period_of_months};
use super::prices::Prices;
use crate::Change;
use crate::wire::{
    Malformed, date_of, days_of, id, lock_of_number, number_of_lock, number_of_status, status_of_number,
};

/// The columns of numbers, in their order in the bytes.
#[derive(Clone, Copy)]
enum Number {
    Digits,
    Customer,
    HasOldNo,
    ElecType,
    Status,
    Power,
    Owner,
    Prepaid,
    Tail,
    Bills,
    Period,
    Issue,
    BillElecType,
    Energy,
    Price,
    Amount,
    PenaltyStart,
    Lock,
    Settlements,
    SettledOn,
    SettledPrincipal,
    SettledPenalty,
    Payments,
    PaidOn,
    PaidAmount,
    IdForm,
    IdTime,
    Prices,
}

/// The columns of texts, after those of numbers.
#[derive(Clone, Copy)]
enum Text {
    OldNo,
    Name,
    Address,
    Unit,
    MeterNo,
    TransformerArea,
    Phone,
    Owner,
    Terminal,
}

const COLUMNS: (usize, usize) = (Number::Prices as usize + 1, Text::Terminal as usize + 1);

/// The most numbers and bytes that a reply's customers unfold to.
const BUDGET: usize = 32 << 20;

const DAY_MS: i64 = 86_400_000;

pub(crate) struct PackedChanges {
    pub columns: Vec<u8>,
    pub loose: Vec<u8>,
    /// Lengths of the runs, beginning with the other changes; `None` where all others come first.
    pub order: Option<Vec<u32>>,
}

/// What the rows before say about the next.
#[derive(Default)]
struct Before {
    customer: u64,
    period: i64,
    on: i64,
    prices: Prices,
}

impl PackedChanges {
    /// Packs the customers; the other changes stay as they are.
    pub fn of(changes: &[Change]) -> (Vec<&Change>, Option<PackedChanges>) {
        let mut kept = vec![true; changes.len()];
        let prices = prices_of(changes);
        while let Some(lost) = first_lost(changes, &prices, &kept) {
            kept[lost] = false;
        }
        let (packed, others): (Vec<_>, Vec<_>) =
            changes.iter().zip(&kept).partition(|(change, kept)| **kept && customer_of(change).is_some());
        let others = others.into_iter().map(|(change, _)| change).collect();
        if packed.is_empty() {
            return (others, None);
        }
        let mut out = LanesOut::new(COLUMNS.0, COLUMNS.1);
        prices.write(&mut out, Number::Prices as usize);
        let mut before = Before { prices, ..Before::default() };
        for given in packed.iter().filter_map(|(change, _)| customer_of(change)) {
            state(&mut out, &mut before, given).expect("rows that were tried before are written again");
        }
        let (columns, loose) = out.into_bytes();
        (others, Some(PackedChanges { columns, loose, order: order(changes, &kept) }))
    }

    /// A change that nobody here knows, `None`, keeps its place, so that the order still counts.
    pub fn unpack(
        columns: &[u8],
        loose: &[u8],
        others: Vec<Option<Change>>,
        order: Option<Vec<u32>>,
    ) -> Result<Vec<Option<Change>>, Malformed> {
        let mut lanes = LanesIn::read(columns, loose, COLUMNS, BUDGET)?;
        let mut left = lanes.count(Number::Digits as usize);
        let order = order.unwrap_or_else(|| vec![u32::MAX, u32::MAX]);
        let prices = lanes.count(Number::Prices as usize);
        let prices = Prices::read(&mut lanes, Number::Prices as usize, prices)?;
        let mut before = Before { prices, ..Before::default() };
        let mut others = others.into_iter();
        let mut changes = Vec::new();
        let blank = blank_state();
        for (place, run) in order.into_iter().enumerate() {
            if place % 2 == 0 {
                changes.extend(others.by_ref().take(run as usize));
                continue;
            }
            let run = left.min(run as usize);
            for _ in 0..run {
                changes.push(Some(Change::Customer(Box::new(state(&mut lanes, &mut before, &blank)?))));
            }
            left -= run;
        }
        let all_placed = left == 0 && others.next().is_none();
        if all_placed { Ok(changes) } else { Err(Malformed::because("changes that have no place in the order")) }
    }
}

fn customer_of(change: &Change) -> Option<&CustomerState> {
    match change {
        Change::Customer(state) => Some(state),
        _ => None,
    }
}

/// The first customer that the columns would not give back.
fn first_lost(changes: &[Change], prices: &Prices, kept: &[bool]) -> Option<usize> {
    let mut out = LanesOut::new(COLUMNS.0, COLUMNS.1);
    let mut before = Before { prices: prices.clone(), ..Before::default() };
    changes.iter().zip(kept).position(|(change, kept)| match customer_of(change).filter(|_| *kept) {
        Some(given) => state(&mut out, &mut before, given).as_ref() != Ok(given),
        None => false,
    })
}

fn prices_of(changes: &[Change]) -> Prices {
    let bills = changes.iter().filter_map(customer_of).flat_map(|state| &state.account.bills);
    Prices::of(bills.map(|bill| (bill.energy_kwh, bill.amount)).collect())
}

fn order(changes: &[Change], kept: &[bool]) -> Option<Vec<u32>> {
    let mut runs = vec![0_u32];
    let mut in_columns = false;
    for (change, kept) in changes.iter().zip(kept) {
        let goes_in_columns = *kept && customer_of(change).is_some();
        if goes_in_columns != in_columns {
            runs.push(0);
            in_columns = goes_in_columns;
        }
        *runs.last_mut().expect("there is a first run") += 1;
    }
    (runs.len() > 2).then_some(runs)
}

fn int(lanes: &mut impl Lanes, lane: Number, value: u64) -> Result<u64, Malformed> {
    lanes.int(lane as usize, value)
}

fn signed(lanes: &mut impl Lanes, lane: Number, value: i64) -> Result<i64, Malformed> {
    lanes.signed(lane as usize, value)
}

fn money(lanes: &mut impl Lanes, lane: Number, value: Money) -> Result<Money, Malformed> {
    Ok(Money::from_fen(signed(lanes, lane, value.fen())?))
}

fn date(lanes: &mut impl Lanes, lane: Number, expected: i64, value: NaiveDate) -> Result<NaiveDate, Malformed> {
    let later = signed(lanes, lane, i64::from(days_of(value)) - expected)?;
    let days = i32::try_from(expected.wrapping_add(later));
    date_of(days.map_err(|_| Malformed::because("a date is out of range"))?)
}

fn state(lanes: &mut impl Lanes, before: &mut Before, given: &CustomerState) -> Result<CustomerState, Malformed> {
    let customer = customer(lanes, before, &given.customer)?;
    let account = account(lanes, before, &customer, &given.account)?;
    let count = int(lanes, Number::Payments, given.last_payments.len() as u64)?;
    let blank = blank_payment();
    let mut last_payments = Vec::new();
    for place in 0..count {
        let given = usize::try_from(place).ok().and_then(|place| given.last_payments.get(place)).unwrap_or(&blank);
        last_payments.push(past_payment(lanes, before, given)?);
    }
    Ok(CustomerState { customer, account, last_payments })
}

fn customer(lanes: &mut impl Lanes, before: &mut Before, given: &Customer) -> Result<Customer, Malformed> {
    let text = |lanes: &mut _, lane: Text, value: &str| Lanes::text(lanes, lane as usize, value);
    let no = customer_no(lanes, before, &given.no)?;
    let has_old_no = int(lanes, Number::HasOldNo, u64::from(given.old_no.is_some()))? == 1;
    let old_no = match has_old_no {
        true => Some(text(lanes, Text::OldNo, given.old_no.as_deref().unwrap_or_default())?),
        false => None,
    };
    Ok(Customer {
        no,
        old_no,
        name: text(lanes, Text::Name, &given.name)?,
        address: text(lanes, Text::Address, &given.address)?,
        unit: id(text(lanes, Text::Unit, given.unit.as_str())?)?,
        elec_type: ElecType(narrow(int(lanes, Number::ElecType, u64::from(given.elec_type.0))?)?),
        meter_no: text(lanes, Text::MeterNo, &given.meter_no)?,
        transformer_area: text(lanes, Text::TransformerArea, &given.transformer_area)?,
        phone: text(lanes, Text::Phone, &given.phone)?,
        status: status_of_number(narrow(int(lanes, Number::Status, u64::from(number_of_status(given.status)))?)?)?,
        power: match int(lanes, Number::Power, u64::from(given.power == PowerState::Off))? {
            0 => PowerState::On,
            _ => PowerState::Off,
        },
    })
}

/// How many digits, and how far the number lies beyond the one after the customer before.
fn customer_no(lanes: &mut impl Lanes, before: &mut Before, given: &CustomerNo) -> Result<CustomerNo, Malformed> {
    let digits: usize = narrow(int(lanes, Number::Digits, given.as_str().len() as u64)?)?;
    let value: u64 = given.as_str().parse().expect("up to 16 digits are a number");
    let expected = before.customer.wrapping_add(1);
    let further = signed(lanes, Number::Customer, value.wrapping_sub(expected) as i64)?;
    before.customer = expected.wrapping_add_signed(further);
    if digits > 16 {
        return Err(Malformed::because("a customer number of too many digits"));
    }
    id(format!("{:0digits$}", before.customer))
}

fn account(
    lanes: &mut impl Lanes,
    before: &mut Before,
    customer: &Customer,
    given: &Account,
) -> Result<Account, Malformed> {
    let owner = owner(lanes, customer, given.owner.as_ref())?;
    let prepaid = money(lanes, Number::Prepaid, given.prepaid)?;
    let tail = money(lanes, Number::Tail, given.tail)?;
    let count = int(lanes, Number::Bills, given.bills.len() as u64)?;
    let blank = blank_bill();
    let mut bills = Vec::new();
    let mut expected = before.period;
    for place in 0..count {
        let given = usize::try_from(place).ok().and_then(|place| given.bills.get(place)).unwrap_or(&blank);
        let bill = bill(lanes, &before.prices, expected, customer.elec_type, given)?;
        expected = months(bill.id.period) + 1;
        if place == 0 {
            before.period = months(bill.id.period);
        }
        bills.push(bill);
    }
    Ok(Account { customer: customer.no.clone(), owner, prepaid, tail, bills })
}

/// 0 nobody, 1 the customer's unit, 2 another.
fn owner(lanes: &mut impl Lanes, customer: &Customer, given: Option<&UnitCode>) -> Result<Option<UnitCode>, Malformed> {
    let which = match given {
        None => 0,
        Some(owner) if *owner == customer.unit => 1,
        Some(_) => 2,
    };
    match int(lanes, Number::Owner, which)? {
        0 => Ok(None),
        1 => Ok(Some(customer.unit.clone())),
        _ => id(lanes.text(Text::Owner as usize, given.map_or("", UnitCode::as_str))?).map(Some),
    }
}

/// A customer's first bill is likely for the month of the neighbour's first, each further one for the month after.
fn bill(
    lanes: &mut impl Lanes,
    prices: &Prices,
    expected: i64,
    elec_type: ElecType,
    given: &Bill,
) -> Result<Bill, Malformed> {
    let later = signed(lanes, Number::Period, months(given.id.period) - expected)?;
    let period = period_of_months(expected.wrapping_add(later))?;
    let issue = narrow(int(lanes, Number::Issue, u64::from(given.id.issue))?)?;
    let same_type = given.elec_type == elec_type;
    let bill_type = int(lanes, Number::BillElecType, if same_type { 0 } else { u64::from(given.elec_type.0) + 1 })?;
    let elec_type = if bill_type == 0 { elec_type } else { ElecType(narrow(bill_type - 1)?) };
    let energy_kwh = signed(lanes, Number::Energy, given.energy_kwh)?;
    let amount = (Number::Price as usize, Number::Amount as usize);
    let amount = prices.amount(lanes, amount, energy_kwh, given.amount)?;
    let penalty_start = date(lanes, Number::PenaltyStart, i64::from(days_of(period.last_day())), given.penalty_start)?;
    let lock = match int(lanes, Number::Lock, given.lock.map_or(0, |lock| u64::from(number_of_lock(lock))))? {
        0 => None,
        number => Some(lock_of_number(narrow(number)?)?),
    };
    let count = int(lanes, Number::Settlements, given.settlements.len() as u64)?;
    let mut settlements = Vec::new();
    for place in 0..count {
        let blank = Settlement { on: NaiveDate::default(), principal: Money::ZERO, penalty: Money::ZERO };
        let given = usize::try_from(place).ok().and_then(|place| given.settlements.get(place)).unwrap_or(&blank);
        settlements.push(settlement(lanes, penalty_start, amount, given)?);
    }
    let id = BillId { period, issue };
    Ok(Bill { id, elec_type, energy_kwh, amount, penalty_start, lock, settlements })
}

fn settlement(
    lanes: &mut impl Lanes,
    penalty_start: NaiveDate,
    amount: Money,
    given: &Settlement,
) -> Result<Settlement, Malformed> {
    let on = date(lanes, Number::SettledOn, i64::from(days_of(penalty_start)), given.on)?;
    let more = signed(lanes, Number::SettledPrincipal, given.principal.fen().wrapping_sub(amount.fen()))?;
    let penalty = money(lanes, Number::SettledPenalty, given.penalty)?;
    Ok(Settlement { on, principal: Money::from_fen(amount.fen().wrapping_add(more)), penalty })
}

fn past_payment(lanes: &mut impl Lanes, before: &mut Before, given: &PastPayment) -> Result<PastPayment, Malformed> {
    let on = date(lanes, Number::PaidOn, before.on, given.on)?;
    before.on = i64::from(days_of(on));
    let payment = PaymentId(uuid(lanes, before.on * DAY_MS, given.payment.0)?);
    let amount = money(lanes, Number::PaidAmount, given.amount)?;
    let terminal: TerminalCode = id(lanes.text(Text::Terminal as usize, given.terminal.as_str())?)?;
    Ok(PastPayment { payment, on, amount, terminal })
}

/// A UUIDv7 is its time, which lies shortly after `near_ms`, and 74 random bits.
fn uuid(lanes: &mut impl Lanes, near_ms: i64, given: Uuid) -> Result<Uuid, Malformed> {
    let form = int(lanes, Number::IdForm, super::ids::form_of(given))?;
    super::ids::uuid(lanes, Number::IdTime as usize, form, near_ms, given)
}

/// The shape that a reader fills in.
fn blank_state() -> CustomerState {
    let no: CustomerNo = "000000".parse().expect("six digits are a customer number");
    let unit: UnitCode = "00000".parse().expect("five digits are a unit code");
    let customer = Customer {
        no: no.clone(),
        old_no: None,
        name: String::new(),
        address: String::new(),
        unit,
        elec_type: ElecType(0),
        meter_no: String::new(),
        transformer_area: String::new(),
        phone: String::new(),
        status: domain::CustomerStatus::Normal,
        power: PowerState::On,
    };
    CustomerState { customer, account: Account::unknown(no), last_payments: Vec::new() }
}

fn blank_bill() -> Bill {
    Bill {
        id: BillId::first_of(period_of_months(1970 * 12).expect("a real month")),
        elec_type: ElecType(0),
        energy_kwh: 0,
        amount: Money::ZERO,
        penalty_start: NaiveDate::default(),
        lock: None,
        settlements: Vec::new(),
    }
}

fn blank_payment() -> PastPayment {
    PastPayment {
        payment: PaymentId(Uuid::nil()),
        on: NaiveDate::default(),
        amount: Money::ZERO,
        terminal: "0".parse().expect("a digit is a terminal code"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_nobody_knows_keeps_its_place_among_customers() {
        let left = |no: &str| Change::CustomerLeft(no.parse().unwrap());
        let customer = Change::Customer(Box::new(blank_state()));
        let changes = [left("000001"), customer.clone(), left("000002"), customer, left("000003")];
        let (others, packed) = PackedChanges::of(&changes);
        let PackedChanges { columns, loose, order } = packed.unwrap();
        let mut others: Vec<Option<Change>> = others.into_iter().cloned().map(Some).collect();
        others[1] = None;
        let read = PackedChanges::unpack(&columns, &loose, others, order).unwrap();
        let mut expected = changes.map(Some);
        expected[2] = None;
        assert_eq!(read, expected);
    }
}
