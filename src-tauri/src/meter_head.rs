//! 抄表头: the serial or infrared head of this laptop. In practice data there is also a meter that does not exist.

use chrono::NaiveDateTime;
use domain::{Register, Registers};
use metering::dlt645::{MeterAddress, MeterAnswer, MeterFault, Wanted, list_ports, read_from_port};
use outlet::ReadingCard;

use crate::error::Code;
use crate::said::meter_fault;
use crate::show;
use crate::view::{CommandErrorView, MeterAnswerView, MeterPortView};

/// The name by which the settings keep the practice meter.
pub const SIMULATED: &str = "simulated";

pub fn ports(practice: bool) -> Vec<MeterPortView> {
    let real = list_ports().into_iter().map(|port| MeterPortView { port, simulated: false });
    let simulated = MeterPortView { port: SIMULATED.to_owned(), simulated: true };
    real.chain(practice.then_some(simulated)).collect()
}

/// What is asked of which meter, through which port.
pub struct Question {
    port: String,
    address: MeterAddress,
    wanted: Wanted,
    now: NaiveDateTime,
    /// What the practice meter shows.
    made_up: Option<Registers>,
}

impl Question {
    pub fn of(
        card: &ReadingCard,
        port: String,
        now: NaiveDateTime,
        practice: bool,
    ) -> Result<Question, CommandErrorView> {
        let simulated = port == SIMULATED;
        if simulated && !practice {
            return Err(Code::MeterPort.with("port", port));
        }
        // A meter of practice data may have no address of its own.
        let address = match card.meter.address.parse() {
            Ok(address) => address,
            Err(_) if simulated => MeterAddress::from_wire([1; 6]),
            Err(_) => return Err(Code::NoMeterAddress.into()),
        };
        let registers = card.registers.iter().map(|(register, _)| *register).collect();
        let wanted = Wanted { registers, clock: true, freeze: None };
        Ok(Question { port, address, wanted, now, made_up: simulated.then(|| one_month_on(card)) })
    }
}

pub fn ask(question: &Question) -> Result<MeterAnswerView, CommandErrorView> {
    let answer = match &question.made_up {
        Some(shown) => practice::ask(question, shown),
        None => read_from_port(&question.port, question.address, &question.wanted),
    };
    let answer = answer.map_err(|fault| meter_fault(&fault))?;
    Ok(view(&answer, question))
}

fn view(answer: &MeterAnswer, question: &Question) -> MeterAnswerView {
    MeterAnswerView {
        address: answer.address.to_string(),
        registers: show::registers(&answer.registers),
        clock: answer.clock.map(|clock| clock.to_string()).unwrap_or_default(),
        clock_ahead_s: answer.clock.map(|clock| (clock - question.now).num_seconds()),
        simulated: question.made_up.is_some(),
    }
}

/// The practice meter runs on as it did last month.
fn one_month_on(card: &ReadingCard) -> Registers {
    let multiplier = card.meter.multiplier.filter(|multiplier| !multiplier.is_zero()).unwrap_or(1.into());
    let kwh = card.months.first().map_or(100, |month| month.kwh);
    let turned = rust_decimal::Decimal::from(kwh) / multiplier;
    let total = card.registers.iter().find(|(register, _)| *register == Register::ActiveTotal);
    let total = total.and_then(|(_, last)| *last).filter(|total| !total.is_zero());
    let shown = card.registers.iter().map(|(register, last)| {
        let last = last.unwrap_or_default();
        let share = total.map_or(1.into(), |total| last / total);
        let on = if register.counts_up() { turned * share } else { 0.into() };
        (*register, ((last + on) % card.meter.digits.range()).trunc_with_scale(2))
    });
    Registers::of(shown)
}

#[cfg(unix)]
mod practice {
    use metering::dlt645::{RunningMeter, SimulatedMeter};

    use super::{MeterAnswer, MeterFault, Question, Registers, read_from_port};

    /// A meter on a pseudo-terminal, read like a real one.
    pub fn ask(question: &Question, shown: &Registers) -> Result<MeterAnswer, MeterFault> {
        let meter = SimulatedMeter::new(question.address).showing(shown).at(question.now);
        let no_port = |error: &dyn ToString| MeterFault::Port { port: "pty".to_owned(), detail: error.to_string() };
        let running = RunningMeter::start(meter).map_err(|error| no_port(&error))?;
        read_from_port(running.path(), question.address, &question.wanted)
    }
}

#[cfg(not(unix))]
mod practice {
    use metering::dlt645::{SimulatedLine, SimulatedMeter, Within, read_meter};

    use super::{MeterAnswer, MeterFault, Question, Registers};

    /// Without pseudo-terminals the line between reader and meter lies in memory.
    pub fn ask(question: &Question, shown: &Registers) -> Result<MeterAnswer, MeterFault> {
        let meter = SimulatedMeter::new(question.address).showing(shown).at(question.now);
        let mut line = SimulatedLine::new(meter);
        let limit = std::time::Duration::from_millis(500);
        read_meter(&mut line, question.address, &question.wanted, &mut Within::new(limit))
    }
}
