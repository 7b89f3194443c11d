//! 调账: decisions among the payments of an account. Applying and undoing leave it as it was, and every fen is somewhere.

use chrono::NaiveDate;
use domain::*;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

fn unit(code: &str) -> UnitCode {
    code.parse().unwrap()
}

fn bill(period: &str, amount: Money) -> Bill {
    Bill {
        id: period.parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 100,
        amount,
        penalty_start: day("2026-12-01"),
        lock: None,
        settlements: Vec::new(),
    }
}

fn account(prepaid: Money, bills: Vec<Bill>) -> Account {
    let customer = "4280900001".parse().unwrap();
    Account { customer, owner: Some(unit("421280109")), prepaid, tail: Money::ZERO, bills }
}

fn order(at_ms: i64) -> PaymentOrder {
    let stream = Stream { device: DeviceId(0), incarnation: Incarnation(1) };
    PaymentOrder { business_date: day("2026-09-20"), at_ms, stream, seq: Seq(at_ms as u64) }
}

fn adjustment(kind: AdjustmentKind, amount: Money) -> Adjustment {
    let id = AdjustmentId { proposal: ProposalId(Uuid::from_u128(7)), part: 0 };
    Adjustment { id, customer: "4280900001".parse().unwrap(), kind, amount, desk: unit("421280109") }
}

fn act(kind: AdjustmentKind, amount: Money, at_ms: i64, undone: bool) -> AccountAct {
    AccountAct::Adjustment(PlacedAdjustment { order: order(at_ms), adjustment: adjustment(kind, amount), undone })
}

fn replayed(account: &Account, acts: &[AccountAct]) -> (Account, Vec<Placement>) {
    replay(account.clone(), acts, &CollectionRules::standard())
}

#[test]
fn prepayment_goes_on_the_oldest_bill_first_and_never_beyond_what_is_there() {
    let bills = vec![bill("2026-07", yuan("86.40")), bill("2026-08", yuan("120.00"))];
    let start = account(yuan("100.00"), bills);
    let (after, placements) = replayed(&start, &[act(AdjustmentKind::ApplyToBills, yuan("150.00"), 1, false)]);
    assert_eq!(placements[0].prepaid_used, yuan("100.00"));
    assert_eq!((after.prepaid, after.arrears()), (Money::ZERO, yuan("106.40")));
    assert!(after.bills[0].principal_due().is_zero());
}

#[test]
fn a_refund_that_was_promised_is_never_cut() {
    let (after, _) = replayed(&account(yuan("30.00"), vec![]), &[act(AdjustmentKind::Refund, yuan("50.00"), 1, false)]);
    assert_eq!(after.prepaid, yuan("-20.00"), "a case says so; the customer has the order in hand");
}

#[test]
fn a_payment_that_was_moved_here_meets_what_is_open_here() {
    let start = account(Money::ZERO, vec![bill("2026-07", yuan("86.40"))]);
    let shift = OpenShift {
        no: ShiftNo(1),
        cashier: OperatorId(1),
        business_date: day("2026-09-20"),
        opening_cash: Money::ZERO,
    };
    let typed =
        Account { customer: "4280900002".parse().unwrap(), ..account(Money::ZERO, vec![bill("2026-09", yuan("100"))]) };
    let tendered = Tendered {
        payment: PaymentId(Uuid::from_u128(1)),
        bills: BillChoice::All,
        amount: AmountChoice::Due,
        use_prepaid: UsePrepaid::No,
        tenders: vec![Tender::Cash { received: yuan("100") }],
    };
    let payment = settle(&shift, &typed, &CollectionRules::standard(), &tendered, 1).unwrap();
    let moved = PlacedPayment { order: order(1), payment, reversed: false, moved_here: true };
    let (after, placements) = replayed(&start, &[AccountAct::Payment(Box::new(moved))]);
    assert_eq!((after.arrears(), after.prepaid), (Money::ZERO, yuan("13.60")));
    assert!(placements[0].surplus.is_empty(), "what it meant for the other account means nothing here");
}

fn any_kind() -> impl Strategy<Value = AdjustmentKind> {
    prop::sample::select(AdjustmentKind::ALL.to_vec())
}

proptest! {
    /// Undone decisions leave no trace: the account is as if they had never been made.
    #[test]
    fn undone_adjustments_leave_no_trace(
        prepaid in 0_i64..100_000,
        debts in prop::collection::vec(1_i64..50_000, 0..4),
        decided in prop::collection::vec((any_kind(), 1_i64..60_000, any::<bool>()), 0..6),
    ) {
        let bills = debts.iter().enumerate().map(|(month, fen)| {
            bill(&format!("2026-{:02}", month + 1), Money::from_fen(*fen))
        });
        let start = account(Money::from_fen(prepaid), bills.collect());
        let acts = |only_standing: bool| -> Vec<AccountAct> {
            let all = decided.iter().enumerate();
            let kept = all.filter(|(_, (.., undone))| !(only_standing && *undone));
            kept.map(|(at, (kind, fen, undone))| act(*kind, Money::from_fen(*fen), at as i64, *undone)).collect()
        };
        prop_assert_eq!(replayed(&start, &acts(false)), replayed(&start, &acts(true)));
    }

    /// What leaves prepayment is on bills, in a refund, or was given by the company; and its postings say the same, for an
    /// account of the desk's own unit, of another, and for a number that nobody knows.
    #[test]
    fn an_adjustment_keeps_every_fen_and_its_postings_balance(
        kind in any_kind(),
        prepaid in -20_000_i64..100_000,
        debt in 1_i64..80_000,
        fen in 1_i64..90_000,
        owner in prop::option::of(prop::sample::select(vec!["421280109", "421280201"])),
    ) {
        let owner = owner.map(unit);
        let start = account(Money::from_fen(prepaid), vec![bill("2026-07", Money::from_fen(debt))]);
        let decided = adjustment(kind, Money::from_fen(fen));
        let acts = [AccountAct::Adjustment(PlacedAdjustment { order: order(1), adjustment: decided.clone(), undone: false })];
        let (after, placements) = replayed(&start, &acts);
        let placement = &placements[0];
        let postings = post_adjustment(owner.as_ref(), &decided, placement);
        let booked = |account: LedgerAccount| -> Money {
            postings.lines().iter().filter(|line| line.account == account).map(|line| line.amount).sum()
        };
        prop_assert_eq!(-(booked(LedgerAccount::Prepaid) + booked(LedgerAccount::Clarification)), after.prepaid - start.prepaid);
        prop_assert_eq!(booked(LedgerAccount::Receivable), after.arrears() - start.arrears());
        prop_assert_eq!(postings.lines().iter().map(|line| line.amount).sum::<Money>(), Money::ZERO);
    }
}

#[test]
fn a_refund_paid_at_another_unit_goes_through_both_units() {
    let refund = PaidRefund {
        id: RefundId(Uuid::from_u128(1)),
        task: TaskId(Uuid::from_u128(2)),
        customer: "4280900001".parse().unwrap(),
        owner: Some(unit("421280201")),
        shift: ShiftNo(1),
        business_date: day("2026-09-20"),
        amount: yuan("45.00"),
        paid_to: "领款人".into(),
    };
    let desk = unit("421280109");
    let postings = post_refund(&desk, refund.owner.as_ref(), &refund);
    let of = |at: &UnitCode, account| {
        postings.lines().iter().find(|line| line.unit == *at && line.account == account).map(|line| line.amount)
    };
    assert_eq!(of(&desk, LedgerAccount::Drawer), Some(yuan("-45.00")));
    assert_eq!(of(&unit("421280201"), LedgerAccount::RefundsPayable), Some(yuan("45.00")));
    assert_eq!(of(&desk, LedgerAccount::InterUnit), Some(yuan("45.00")));
}
