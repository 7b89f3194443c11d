//! A case of each kind, built from really signed entries; and two people who decide.

use center::ledger::{CaseRow, ProposalRow, TaskFilter};
use center::{DecisionError, NewProposal, Preview};
use domain::*;
use journal::EntryBody;
use sync::Center;

use crate::common::desk::next_id;
use crate::common::metered::*;
use crate::common::*;

pub const WHO: &str = "4280011234";
pub const OTHER: &str = "4280011299";
pub const NOBODY: &str = "4289999999";
/// Proposes,
pub const ANNA: OperatorId = OperatorId(9001);
/// … and approves.
pub const BAI: OperatorId = OperatorId(9002);

/// A center with one case that a test is about.
pub struct Scene {
    pub center: TestCenter,
    pub desk: Desk,
    pub second: Desk,
    pub case: CaseId,
    /// The payment that came too much, where one did.
    pub payment: Option<PaymentId>,
}

impl Scene {
    pub fn row(&self) -> CaseRow {
        self.center.case(self.case).unwrap().expect("the case of the scene")
    }

    pub fn matter(&self, resolution: Resolution) -> Matter {
        Matter::Cases { decisions: vec![CaseDecision { case: self.case, resolution }] }
    }

    pub fn preview(&self, resolution: &Resolution) -> Preview {
        self.center.preview(ANNA, &self.matter(resolution.clone())).unwrap()
    }

    /// Proposes with a fresh preview.
    pub fn propose(&self, resolution: &Resolution) -> ProposalRow {
        propose(&self.center, self.matter(resolution.clone())).unwrap()
    }

    /// Proposes, and has it approved where it takes two.
    pub fn decide(&self, resolution: &Resolution) -> ProposalRow {
        in_force(&self.center, self.propose(resolution))
    }

    /// The task that the center gave last.
    pub fn task(&self) -> Task {
        self.center.tasks(&TaskFilter { limit: 1, ..TaskFilter::default() }).unwrap().remove(0).task
    }

    /// The desk pays a refund out, and the center hears of it.
    pub fn pay_refund(&mut self, task: &Task) -> Seq {
        let TaskKind::PayRefund { amount } = task.kind else { panic!("{task:?}") };
        let seq = self.desk.append(EntryBody::RefundPaid(PaidRefund {
            id: RefundId(next_id(7)),
            task: task.id,
            customer: task.customer.clone().unwrap(),
            owner: task.owner.clone(),
            shift: ShiftNo(1),
            business_date: day("2026-11-23"),
            amount,
            paid_to: "田大贵".to_owned(),
        }));
        self.desk.sync(&*self.center);
        seq
    }

    pub fn answer(&mut self, task: TaskId, outcome: TaskOutcome, note: &str) {
        self.desk.append(EntryBody::TaskAnswered(TaskAnswer { task, outcome, note: note.to_owned() }));
        self.desk.sync(&*self.center);
    }

    pub fn undo(&self, decision: ProposalId) -> ProposalRow {
        let undo = self.center.undo(ANNA, ProposalId(next_id(8)), decision, "重新处理").unwrap();
        in_force(&self.center, undo)
    }
}

pub fn propose(center: &TestCenter, matter: Matter) -> Result<ProposalRow, DecisionError> {
    let preview = center.preview(ANNA, &matter)?.hash;
    let new = NewProposal { id: ProposalId(next_id(8)), matter, note: "核对收据后处理".to_owned(), preview };
    center.propose(ANNA, &new)
}

pub fn in_force(center: &TestCenter, row: ProposalRow) -> ProposalRow {
    if row.alone {
        return row;
    }
    center.answer(BAI, row.id, ProposalAnswer::Approved, "同意").unwrap()
}

/// Two bills, the older one overdue since the beginning of October.
fn customer() -> center::NewAccount {
    let mut new = account(WHO, &[("2026-08", "30.00"), ("2026-09", "86.40")]);
    new.bills[0].penalty_start = day("2026-10-01");
    new
}

/// Two desks of two stations, two customers, nothing wrong yet.
fn quiet() -> (TestCenter, Desk, Desk) {
    let center = TestCenter::new();
    center.load(vec![customer(), account(OTHER, &[("2026-09", "50.00"), ("2026-10", "91.00")])]);
    let (desk, second) = desks(&center);
    (center, desk, second)
}

fn desks(center: &TestCenter) -> (Desk, Desk) {
    let mut desk = center.desk("42128010301", "BYP-01");
    let mut second = center.desk("42128010401", "LF-01");
    desk.open_shift(1);
    second.open_shift(1);
    (desk, second)
}

fn only_case(center: &TestCenter, kind: ConflictKind) -> CaseId {
    let filter = center::ledger::CaseFilter { kind: Some(kind.name().to_owned()), ..Default::default() };
    let cases = center.cases(&filter).unwrap();
    assert_eq!(cases.len(), 1, "one case of kind {}: {cases:?}", kind.name());
    cases[0].id
}

fn scene(center: TestCenter, desk: Desk, second: Desk, kind: ConflictKind, payment: Option<PaymentId>) -> Scene {
    let case = only_case(&center, kind);
    Scene { center, desk, second, case, payment }
}

/// The same bill paid at two stations.
pub fn double_payment() -> Scene {
    let (center, mut desk, mut second) = quiet();
    desk.pay(WHO, "2026-09", "86.40");
    let later = second.pay(WHO, "2026-09", "86.40");
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::DoublePayment, Some(later))
}

/// A payment on a bill that the center does not have any more.
pub fn paid_bill_gone() -> Scene {
    let (center, mut desk, mut second) = quiet();
    let payment = desk.pay(WHO, "2026-07", "40.00");
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::PaidBillGone, Some(payment))
}

/// A payment for an account number that nobody knows.
pub fn unknown_customer() -> Scene {
    let (center, mut desk, mut second) = quiet();
    let payment = desk.pay_unknown(NOBODY, "66.00");
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::UnknownCustomer, Some(payment))
}

/// Prepayment that two desks used before either knew.
pub fn prepaid_overdrawn() -> Scene {
    let center = TestCenter::new();
    let mut ahead = account(WHO, &[("2026-09", "50.00"), ("2026-10", "50.00")]);
    ahead.prepaid = money("60.00");
    center.load(vec![ahead]);
    let (mut desk, mut second) = desks(&center);
    for (desk, bill) in [(&mut desk, "2026-09"), (&mut second, "2026-10")] {
        desk.pay_with(|payment| {
            payment.prepaid_used = money("50.00");
            payment.allocations =
                vec![Allocation { bill: bill.parse().unwrap(), principal: money("50.00"), penalty: Money::ZERO }];
        });
        desk.sync(&*center);
    }
    scene(center, desk, second, ConflictKind::PrepaidOverdrawn, None)
}

/// Money that was in flight when its customer came to another station.
pub fn customer_moved() -> Scene {
    let (center, mut desk, mut second) = quiet();
    let payment = desk.pay(WHO, "2026-08", "30.00");
    let mut moved = customer();
    moved.customer.unit = "421280104".parse().unwrap();
    center.load(vec![moved]);
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::CustomerMoved, Some(payment))
}

/// A refund that was decided, and that its desk paid out twice.
pub fn refund_paid_twice() -> Scene {
    let mut scene = double_payment();
    let device = scene.desk.stream.device;
    scene.decide(&Resolution::Refund { amount: money("86.40"), device });
    let task = scene.task();
    scene.pay_refund(&task);
    scene.pay_refund(&task);
    let Scene { center, desk, second, payment, .. } = scene;
    self::scene(center, desk, second, ConflictKind::RefundPaidTwice, payment)
}

/// A copy of a laptop that went its own way.
pub fn forked_device() -> Scene {
    let (center, mut desk, mut second) = quiet();
    desk.sync(&*center);
    let mut copy = desk.clone();
    desk.pay(WHO, "2026-08", "10.00");
    desk.sync(&*center);
    copy.wall_ms += 60_000;
    copy.pay(WHO, "2026-08", "20.00");
    copy.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::ForkedDevice, None)
}

/// A laptop that was suspended and took money.
pub fn suspended_author() -> Scene {
    let (center, mut desk, mut second) = quiet();
    desk.sync(&*center);
    second.sync(&*center);
    center.suspend_device(desk.stream.device, true).unwrap();
    desk.pay(WHO, "2026-08", "30.00");
    desk.sync(&*center);
    center.suspend_device(desk.stream.device, false).unwrap();
    scene(center, desk, second, ConflictKind::SuspendedAuthor, None)
}

/// An entry whose chain and seal are right and whose content nobody can read.
pub fn entry_unreadable() -> Scene {
    let (center, mut desk, mut second) = quiet();
    let mut bytes = desk.entries.last().unwrap().clone();
    bytes.pop();
    desk.append_bytes(bytes);
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::EntryUnreadable, None)
}

/// Both sides at rest with other sums.
pub fn digest_mismatch() -> Scene {
    let (center, mut desk, mut second) = quiet();
    desk.pay(WHO, "2026-08", "30.00");
    desk.sync(&*center);
    second.sync(&*center);
    let mut request = desk.request(None);
    request.digest = Some(desk.digest(2, 1, "31.00"));
    center.exchange(&request).unwrap();
    scene(center, desk, second, ConflictKind::DigestMismatch, None)
}

/// A shift of a day that has not come.
pub fn clock_suspect() -> Scene {
    let (center, mut desk, mut second) = quiet();
    let (business_date, opening_cash) = (day("2026-11-25"), money("200.00"));
    desk.append(EntryBody::ShiftOpened { shift: ShiftNo(2), business_date, opening_cash });
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::ClockSuspect, None)
}

/// A household with a meter and a price, billed on the spot; differences above the limit wait for a person.
fn metered(limit_of: &str) -> (TestCenter, Desk, Desk) {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::Yes);
    center.import_billing_rules(&[limit(limit_of)]).unwrap();
    let (desk, second) = desks(&center);
    (center, desk, second)
}

fn known_price() -> Vec<PriceVersion> {
    vec![price(1, "2017-04-01", "0.558")]
}

/// Two people read one meter and saw different things.
pub fn readings_disagree() -> Scene {
    let (center, mut desk, mut second) = metered("500.00");
    desk.read_and_bill(WHO, 1100, known_price());
    desk.sync(&*center);
    second.append_by(OperatorId(8), EntryBody::ReadingEntered(reading(WHO, 1080)));
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::ReadingsDisagree, None)
}

/// An outlet billed with a price that was replaced.
pub fn bill_differs() -> Scene {
    let (center, mut desk, mut second) = metered("1.00");
    center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
    desk.read_and_bill(WHO, 1100, known_price());
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::BillDiffers, None)
}

/// Two outlets billed the same month.
pub fn billed_twice() -> Scene {
    let (center, mut desk, mut second) = metered("500.00");
    second.wall_ms += 600_000;
    desk.read_and_bill(WHO, 1100, known_price());
    second.read_and_bill(WHO, 1120, known_price());
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::BilledTwice, None)
}

fn wish(wanted: &str) -> EntryBody {
    EntryBody::ArchiveChangeRequested(ArchiveChange {
        id: ArchiveChangeId(next_id(9)),
        customer: WHO.parse().unwrap(),
        field: ArchiveField::Phone,
        seen: "12800000000".to_owned(),
        wanted: wanted.to_owned(),
        reason: "客户换号".to_owned(),
    })
}

/// An outlet says that a phone number is wrong.
pub fn archive_change_requested() -> Scene {
    let (center, mut desk, mut second) = quiet();
    desk.append(wish("13900000000"));
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::ArchiveChangeRequested, None)
}

/// The phone number changed at the center after the outlet had seen it.
pub fn archive_edited_twice() -> Scene {
    let (center, mut desk, mut second) = quiet();
    desk.append(wish("13900000000"));
    let mut edited = customer();
    edited.customer.phone = "15000000000".to_owned();
    center.load(vec![edited]);
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::ArchiveEditedTwice, None)
}

/// A reading is said to be wrong after it was billed.
pub fn reading_change_requested() -> Scene {
    let (center, mut desk, mut second) = metered("500.00");
    let issued = desk.read_and_bill(WHO, 1100, known_price());
    let (reading, registers) = (issued.readings[0], Registers::total(1080.into()));
    desk.append(EntryBody::ReadingRequested(ReadingRequest { reading, registers, reason: "看错一位".to_owned() }));
    desk.sync(&*center);
    second.sync(&*center);
    scene(center, desk, second, ConflictKind::ReadingChangeRequested, None)
}

/// The scene of a kind. Total: a new kind has to say how it comes about.
pub fn scene_of(kind: ConflictKind) -> Scene {
    match kind {
        ConflictKind::DoublePayment => double_payment(),
        ConflictKind::PaidBillGone => paid_bill_gone(),
        ConflictKind::UnknownCustomer => unknown_customer(),
        ConflictKind::PrepaidOverdrawn => prepaid_overdrawn(),
        ConflictKind::CustomerMoved => customer_moved(),
        ConflictKind::RefundPaidTwice => refund_paid_twice(),
        ConflictKind::ForkedDevice => forked_device(),
        ConflictKind::SuspendedAuthor => suspended_author(),
        ConflictKind::EntryUnreadable => entry_unreadable(),
        ConflictKind::DigestMismatch => digest_mismatch(),
        ConflictKind::ClockSuspect => clock_suspect(),
        ConflictKind::ReadingsDisagree => readings_disagree(),
        ConflictKind::BillDiffers => bill_differs(),
        ConflictKind::BilledTwice => billed_twice(),
        ConflictKind::ArchiveChangeRequested => archive_change_requested(),
        ConflictKind::ArchiveEditedTwice => archive_edited_twice(),
        ConflictKind::ReadingChangeRequested => reading_change_requested(),
    }
}

/// A choice as somebody would take it: with the parameters that the center itself offers.
pub fn filled(scene: &Scene, kind: ResolutionKind) -> Resolution {
    let detail = scene.center.case_detail(scene.case).unwrap().unwrap();
    let of = detail.choices.into_iter().find(|choice| choice.resolution == kind).unwrap().parameters;
    let amount = of.amount_max.unwrap_or(Money::ZERO);
    let device = of.devices.first().map_or(DeviceId(0), |choice| choice.device);
    match kind {
        ResolutionKind::KeepAsBooked => Resolution::KeepAsBooked,
        ResolutionKind::ApplyToBills => Resolution::ApplyToBills { amount },
        ResolutionKind::Refund => Resolution::Refund { amount, device },
        ResolutionKind::MoveToCustomer => {
            let payment = scene.payment.expect("a scene whose payment can be moved");
            Resolution::MoveToCustomer { payment, customer: OTHER.parse().unwrap() }
        }
        ResolutionKind::WriteOff => Resolution::WriteOff { amount },
        ResolutionKind::IssueDifference => Resolution::IssueDifference,
        ResolutionKind::UseReading => Resolution::UseReading { reading: *of.readings.last().unwrap() },
        ResolutionKind::AcceptChange => Resolution::AcceptChange,
        ResolutionKind::SuspendDevice => Resolution::SuspendDevice { device },
        ResolutionKind::ReturnToOutlet => {
            let (task, note) = (of.tasks[0].clone(), "请核对收据存根后回复".to_owned());
            Resolution::ReturnToOutlet { device, task, note }
        }
    }
}
