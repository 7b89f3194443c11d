//! How a story's lines about prices and supplies become what the center knows.

use chrono::NaiveDate;
use domain::{BillingPeriod, Correction, ElecType, Role, SupplyState, UnitCode};

use crate::demo;
use crate::household::point_no;
use crate::scenario::command::Command;
use crate::scenario::meter_command::{MeterCommand, SupplyField, SupplyLine, customers};
use crate::scenario::play::Played;
use crate::scenario::play::set_up::Knowledge;
use crate::scenario::story::Story;

/// Who reads at the first outlet; the second has the next, and so on.
pub(crate) const FIRST_READER: u32 = 2001;
pub(crate) const BILLER: &str = "4001";
/// Last month's reading is of this day, where the story names none.
const DAY: u32 = 23;

impl Knowledge {
    /// Readers and a biller come with a story that reads meters.
    pub(crate) fn bring_readers(&mut self, story: &Story) {
        let acts = |command: &Command| match command {
            Command::Meter(command) => !super::is_set_up_of_meters(command),
            _ => false,
        };
        if !story.lines.iter().any(|line| acts(&line.command)) {
            return;
        }
        let station = demo::demo_station();
        for (number, name) in (FIRST_READER..).zip(["覃大贵", "谭显林", "向正云", "冉永平"]) {
            self.add_operator(&number.to_string(), Some(name), &[Role::MeterReader], &station, None);
        }
        self.add_operator(BILLER, Some("舒文斌"), &[Role::Biller], &station, None);
    }

    pub(crate) fn learn_of_meters(&mut self, command: &MeterCommand, station: &UnitCode) -> Played {
        match command {
            MeterCommand::Price(line) => self.archive.add_price(line),
            MeterCommand::Rule { settings, from } => self.archive.set_rules(settings, *from),
            MeterCommand::Segment(line) => {
                let reader = line.reader.as_ref().and_then(|login| self.operator_id(login));
                self.archive.add_segment(line, station, reader);
            }
            MeterCommand::Supply(line) => {
                for customer in customers(&line.customer, line.until.as_ref().unwrap_or(&line.customer)) {
                    self.learn_supply(&SupplyLine { customer, until: None, ..line.clone() }, station);
                }
            }
            MeterCommand::Transformer { customer, transformer } => {
                self.archive.add_transformer(customer, transformer)?;
            }
            MeterCommand::ReplaceMeter(line) => self.archive.replace_meter(line)?,
            MeterCommand::Correction { customer, point, document, basis } => {
                let correction =
                    Correction { point: point_no(customer, *point), document: document.clone(), basis: basis.clone() };
                self.archive.corrections.entry(customer.clone()).or_default().push(correction);
                self.archive.news.corrections = true;
            }
            _ => unreachable!("only lines of the set-up are learnt"),
        }
        Ok(())
    }

    fn learn_supply(&mut self, line: &SupplyLine, station: &UnitCode) {
        self.archive.change_supply(line);
        let elec_type = self.elec_type_of(line, station);
        if let Some(state) = self.archive.supplies.get_mut(&line.customer) {
            state.supply.elec_type = elec_type;
        }
    }

    /// The customer's class; the number on the meter is on the account too.
    fn elec_type_of(&mut self, line: &SupplyLine, station: &UnitCode) -> ElecType {
        let account = self.account(&line.customer, station);
        for field in &line.fields {
            if let (SupplyField::Meter(no), 1) = (field, line.point) {
                account.customer.meter_no = no.to_string();
            }
        }
        account.customer.elec_type
    }

    /// The supplies that the center has not been told of, each with its last reading dated.
    pub(crate) fn new_supplies(&mut self, today: NaiveDate) -> Played<Vec<SupplyState>> {
        let period = BillingPeriod::of(today);
        let news = std::mem::take(&mut self.archive.news.supplies);
        let told = |customer| {
            let mut state = self.archive.dated(&customer, period, DAY)?.clone();
            if let Some(account) = self.accounts.get(&customer) {
                state.supply.elec_type = account.customer.elec_type;
            }
            Ok(state)
        };
        news.into_iter().map(told).collect()
    }
}
