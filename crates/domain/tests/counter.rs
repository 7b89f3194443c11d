//! The counter's rules, told as small stories, and the properties that hold for every story.

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

fn bill(period: &str, amount: &str, first_overdue: &str) -> Bill {
    Bill {
        id: period.parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 100,
        amount: yuan(amount),
        penalty_start: day(first_overdue),
        lock: None,
        settlements: Vec::new(),
    }
}

fn account(bills: Vec<Bill>) -> Account {
    let customer = "4280900001".parse().unwrap();
    Account { customer, owner: Some("421280109".parse().unwrap()), prepaid: Money::ZERO, tail: Money::ZERO, bills }
}

/// Two bills on one account, 51 and 20 days overdue on 20 September.
fn two_overdue_bills() -> Account {
    account(vec![bill("2026-07", "86.40", "2026-08-01"), bill("2026-08", "120.00", "2026-09-01")])
}

fn shift(date: &str) -> OpenShift {
    OpenShift { no: ShiftNo(1), cashier: OperatorId(1), business_date: day(date), opening_cash: yuan("200") }
}

fn cash(received: &str) -> Tendered {
    Tendered {
        payment: PaymentId(Uuid::from_u128(1)),
        bills: BillChoice::All,
        amount: AmountChoice::Due,
        use_prepaid: UsePrepaid::No,
        tenders: vec![Tender::Cash { received: yuan(received) }],
    }
}

fn slip(amount: &str) -> Tender {
    Tender::BankSlip {
        slip_no: "JZ0001".into(),
        bank: "工商银行".into(),
        account: "1809".into(),
        date: day("2026-09-19"),
        amount: yuan(amount),
    }
}

fn rules_with(change: impl Fn(&mut CounterRule)) -> CollectionRules {
    let standard = CollectionRules::standard();
    let mut counter = standard.counter_versions().to_vec();
    counter.iter_mut().for_each(change);
    CollectionRules::new(standard.penalty_versions().to_vec(), counter)
}

fn take(account: &Account, rules: &CollectionRules, tendered: &Tendered) -> Result<Payment, PaymentRefusal> {
    settle(&shift("2026-09-20"), account, rules, tendered, 1)
}

fn allocated(payment: &Payment) -> Vec<(String, String, String)> {
    let line = |part: &Allocation| (part.bill.to_string(), part.principal.to_string(), part.penalty.to_string());
    payment.allocations.iter().map(line).collect()
}

fn lines(expected: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    expected
        .iter()
        .map(|(bill, principal, penalty)| (bill.to_string(), principal.to_string(), penalty.to_string()))
        .collect()
}

#[test]
fn mode_a_pays_bill_by_bill() {
    let account = two_overdue_bills();
    let payment = take(&account, &CollectionRules::standard(), &cash("150.00")).unwrap();
    assert_eq!(allocated(&payment), lines(&[("2026-07", "86.40", "4.41"), ("2026-08", "56.79", "2.40")]));
    assert_eq!(payment.seen[1].left, yuan("63.21"));
    let mut after = account;
    after.place(&payment, &CollectionRules::standard());
    assert_eq!(after.arrears(), yuan("63.21"));
}

#[test]
fn mode_b_pays_principal_first() {
    let rules = rules_with(|rule| rule.allocation = AllocationMode::PrincipalFirst);
    let mut account = two_overdue_bills();
    let payment = take(&account, &rules, &cash("150.00")).unwrap();
    assert_eq!(allocated(&payment), lines(&[("2026-07", "86.40", "0.00"), ("2026-08", "63.60", "0.00")]));
    account.place(&payment, &rules);
    let dues = account.dues(&rules, day("2026-09-20"));
    assert_eq!((dues[0].principal, dues[0].penalty), (Money::ZERO, yuan("4.41")), "the penalty stays due");
    assert_eq!((dues[1].principal, dues[1].penalty), (yuan("56.40"), yuan("2.40")));
}

#[test]
fn cash_beyond_what_is_due_is_change() {
    let account = account(vec![bill("2011-08", "86.20", "2026-10-01")]);
    let payment = take(&account, &CollectionRules::standard(), &cash("100.00")).unwrap();
    assert_eq!((payment.change, payment.collected()), (yuan("13.80"), yuan("86.20")));
}

#[test]
fn an_exact_amount_beyond_what_is_due_becomes_prepayment() {
    let account = account(vec![bill("2026-08", "86.40", "2026-10-01")]);
    let tendered = Tendered { amount: AmountChoice::Exactly(yuan("100")), ..cash("120.00") };
    let payment = take(&account, &CollectionRules::standard(), &tendered).unwrap();
    assert_eq!(
        (payment.prepaid_added, payment.change, payment.prepaid_after),
        (yuan("13.60"), yuan("20.00"), yuan("13.60"))
    );
}

#[test]
fn slips_give_no_change() {
    let account = account(vec![bill("2026-08", "86.40", "2026-10-01")]);
    let tendered = Tendered { tenders: vec![slip("100.00")], ..cash("0.01") };
    let payment = take(&account, &CollectionRules::standard(), &tendered).unwrap();
    assert_eq!((payment.prepaid_added, payment.change), (yuan("13.60"), Money::ZERO));
}

#[test]
fn several_tenders_pay_one_bill_and_only_cash_gives_change() {
    let account = account(vec![bill("2026-08", "186.40", "2026-10-01")]);
    let tendered = Tendered { tenders: vec![slip("100.00"), Tender::Cash { received: yuan("90.00") }], ..cash("0.01") };
    let payment = take(&account, &CollectionRules::standard(), &tendered).unwrap();
    assert_eq!((payment.change, payment.collected()), (yuan("3.60"), yuan("186.40")));
    assert_eq!(payment.collected_by(TenderKind::Cash), yuan("86.40"));
}

#[test]
fn prepayment_is_used_when_the_customer_wants() {
    let mut account = account(vec![bill("2026-08", "86.40", "2026-10-01")]);
    account.prepaid = yuan("50.00");
    let tendered = Tendered { use_prepaid: UsePrepaid::Yes, ..cash("40.00") };
    let payment = take(&account, &CollectionRules::standard(), &tendered).unwrap();
    assert_eq!((payment.prepaid_used, payment.change), (yuan("50.00"), yuan("3.60")));
    account.place(&payment, &CollectionRules::standard());
    assert_eq!((account.prepaid, account.arrears()), (Money::ZERO, Money::ZERO));
}

#[test]
fn whole_yuan_collection_keeps_the_tail() {
    let rules = rules_with(|rule| rule.collect_in = CollectIn::Yuan);
    let mut account = account(vec![bill("2026-08", "86.43", "2026-10-01")]);
    let first = take(&account, &rules, &cash("100.00")).unwrap();
    assert_eq!((first.collected(), first.tail_after, first.change), (yuan("87.00"), yuan("0.57"), yuan("13.00")));
    account.place(&first, &rules);
    account.bills.push(bill("2026-09", "50.10", "2026-11-01"));
    let second = take(&account, &rules, &cash("50.00")).unwrap();
    assert_eq!(
        (second.collected(), second.tail_before, second.tail_after),
        (yuan("50.00"), yuan("0.57"), yuan("0.47"))
    );
}

#[test]
fn partial_payment_can_be_switched_off() {
    let rules = rules_with(|rule| rule.partial_payment = PartialPayment::Refused);
    let refused = take(&two_overdue_bills(), &rules, &cash("150.00"));
    assert_eq!(refused, Err(PaymentRefusal::AmountBelowBills { due: yuan("213.21"), offered: yuan("150.00") }));
}

#[test]
fn a_locked_bill_is_not_taken_and_a_newer_one_not_before_an_older() {
    let rules = CollectionRules::standard();
    let mut account = two_overdue_bills();
    let only = |bill: &str| Tendered { bills: BillChoice::Only(vec![bill.parse().unwrap()]), ..cash("300.00") };
    let older = "2026-07".parse().unwrap();
    assert_eq!(take(&account, &rules, &only("2026-08")), Err(PaymentRefusal::OlderBillFirst { bill: older }));
    account.bills[0].lock = Some(BillLock::BankDebit);
    let locked = PaymentRefusal::BillLocked { bill: older, lock: BillLock::BankDebit };
    assert_eq!(take(&account, &rules, &only("2026-07")), Err(locked));
    let payment = take(&account, &rules, &only("2026-08")).unwrap();
    assert_eq!(allocated(&payment), lines(&[("2026-08", "120.00", "2.40")]), "the locked one is left out");
    let nothing: BillId = "2020-01".parse().unwrap();
    assert_eq!(take(&account, &rules, &only("2020-01")), Err(PaymentRefusal::NoSuchBill { bill: nothing }));
}

#[test]
fn a_settled_bill_is_named_as_paid() {
    let rules = CollectionRules::standard();
    let mut account = two_overdue_bills();
    let payment = take(&account, &rules, &cash("300.00")).unwrap();
    account.place(&payment, &rules);
    let again = Tendered { bills: BillChoice::Only(vec!["2026-07".parse().unwrap()]), ..cash("300.00") };
    let paid = PaymentRefusal::BillAlreadyPaid { bill: "2026-07".parse().unwrap() };
    assert_eq!(take(&account, &rules, &again), Err(paid));
}

#[test]
fn each_tender_asks_for_its_fields() {
    let account = two_overdue_bills();
    let blank_slip = Tender::BankSlip {
        slip_no: " ".into(),
        bank: "b".into(),
        account: "a".into(),
        date: day("2026-09-19"),
        amount: yuan("10"),
    };
    let pos = Tender::Pos { terminal: "T1".into(), reference: "R".into(), card_tail: "12".into(), amount: yuan("10") };
    for (tender, field) in [
        (blank_slip, TenderField::SlipNo),
        (pos, TenderField::CardTail),
        (Tender::Cash { received: Money::ZERO }, TenderField::Amount),
    ] {
        let kind = tender.kind();
        let tendered = Tendered { tenders: vec![tender], ..cash("1.00") };
        let refused = take(&account, &CollectionRules::standard(), &tendered);
        assert_eq!(refused, Err(PaymentRefusal::TenderIncomplete { kind, field }));
    }
}

#[test]
fn an_account_known_by_number_only_takes_prepayment_for_arrival() {
    let unknown = Account::unknown("4299999999".parse().unwrap());
    let payment = take(&unknown, &CollectionRules::standard(), &cash("100.00")).unwrap();
    assert_eq!((payment.basis, payment.prepaid_added), (Basis::OnArrival, yuan("100.00")));
    let mut known = two_overdue_bills();
    let placement = known.place(&payment, &CollectionRules::standard());
    assert_eq!(placement.principal() + placement.penalty(), yuan("100.00"), "allocated oldest first on arrival");
    assert_eq!(known.prepaid, Money::ZERO);
}

#[test]
fn the_second_payment_of_a_bill_becomes_prepayment() {
    let rules = CollectionRules::standard();
    let account = account(vec![bill("2026-07", "86.40", "2026-08-01")]);
    let first = take(&account, &rules, &cash("100.00")).unwrap();
    let second = Payment { id: PaymentId(Uuid::from_u128(2)), ..first.clone() };
    let mut twice = account;
    assert!(twice.place(&first, &rules).surplus.is_empty());
    let placement = twice.place(&second, &rules);
    assert_eq!(placement.prepaid_added, yuan("90.81"), "principal and penalty were both too much");
    assert_eq!((twice.prepaid, twice.arrears()), (yuan("90.81"), Money::ZERO));
}

#[test]
fn two_outlets_that_took_the_same_part_do_not_take_its_penalty_twice() {
    let rules = CollectionRules::standard();
    let mut account = account(vec![bill("2026-07", "86.40", "2026-08-01")]);
    let first = take(&account, &rules, &cash("54.41")).unwrap();
    let second = Payment { id: PaymentId(Uuid::from_u128(2)), ..first.clone() };
    account.place(&first, &rules);
    let placement = account.place(&second, &rules);
    assert_eq!((placement.principal(), placement.penalty()), (yuan("36.40"), Money::ZERO));
    assert_eq!(account.prepaid, yuan("18.01"), "13.60 of principal and 4.41 of penalty were too much");
}

#[test]
fn reversal_is_for_the_same_day_and_cashier() {
    let payment = ReversiblePayment {
        payment: PaymentId(Uuid::from_u128(1)),
        cashier: OperatorId(1),
        business_date: day("2026-09-20"),
        cash_collected: yuan("86.40"),
        prepaid_added: Money::ZERO,
        state: PaymentState::Taken,
    };
    let id = ReversalId(Uuid::from_u128(9));
    let undo = |payment: &ReversiblePayment, reason: &str, drawer: &str| {
        reverse(&shift("2026-09-20"), payment, Money::ZERO, yuan(drawer), id, reason)
    };
    assert_eq!(undo(&payment, "wrong customer", "200").unwrap().cash_returned, yuan("86.40"));
    assert_eq!(undo(&payment, "  ", "200"), Err(ReversalRefusal::NoReason));
    let low = ReversalRefusal::DrawerTooLow { drawer: yuan("10"), needed: yuan("86.40") };
    assert_eq!(undo(&payment, "x", "10"), Err(low));
    for (changed, refusal) in [
        (ReversiblePayment { state: PaymentState::Reversed, ..payment }, ReversalRefusal::AlreadyReversed),
        (ReversiblePayment { state: PaymentState::Remitted, ..payment }, ReversalRefusal::AlreadyRemitted),
        (
            ReversiblePayment { cashier: OperatorId(2), ..payment },
            ReversalRefusal::OtherCashier { cashier: OperatorId(2) },
        ),
        (
            ReversiblePayment { business_date: day("2026-09-19"), ..payment },
            ReversalRefusal::OtherDay { business_date: day("2026-09-19") },
        ),
        (
            ReversiblePayment { prepaid_added: yuan("5"), ..payment },
            ReversalRefusal::PrepaymentUsed { used: yuan("5") },
        ),
    ] {
        assert_eq!(undo(&changed, "x", "200"), Err(refusal));
    }
}

prop_compose! {
    fn any_bill(index: usize)(fen in 1_i64..500_000, overdue in 0_u64..400) -> Bill {
        let period = BillingPeriod::from_yyyymm(202_401 + index as u32 % 12 + 100 * (index as u32 / 12)).unwrap();
        let penalty_start = day("2025-06-01") + chrono::Days::new(overdue);
        Bill { id: BillId::first_of(period), penalty_start, amount: Money::from_fen(fen), ..bill("2026-07", "1", "2026-08-01") }
    }
}

fn any_account() -> impl Strategy<Value = Account> {
    (0_usize..6).prop_flat_map(|count| (0..count).map(any_bill).collect::<Vec<_>>()).prop_flat_map(|bills| {
        (Just(bills), 0_i64..100_000, 0_i64..100).prop_map(|(bills, prepaid, tail)| Account {
            prepaid: Money::from_fen(prepaid),
            tail: Money::from_fen(tail),
            ..account(bills)
        })
    })
}

fn any_tendered() -> impl Strategy<Value = Tendered> {
    let amount = prop_oneof![3 => Just(AmountChoice::Due), 1 => (1_i64..900_000).prop_map(|fen| AmountChoice::Exactly(Money::from_fen(fen)))];
    let use_prepaid = prop_oneof![Just(UsePrepaid::No), Just(UsePrepaid::Yes)];
    (amount, use_prepaid, 0_i64..900_000, 0_i64..300_000).prop_map(|(amount, use_prepaid, cash_fen, slip_fen)| {
        let mut tenders = Vec::new();
        if cash_fen > 0 {
            tenders.push(Tender::Cash { received: Money::from_fen(cash_fen) });
        }
        if slip_fen % 3 == 1 {
            tenders.push(slip(&Money::from_fen(slip_fen).to_string()));
        }
        Tendered { amount, use_prepaid, tenders, ..cash("1") }
    })
}

fn any_rules() -> impl Strategy<Value = CollectionRules> {
    let modes = prop_oneof![Just(AllocationMode::BillByBill), Just(AllocationMode::PrincipalFirst)];
    let units = prop_oneof![Just(CollectIn::Fen), Just(CollectIn::Jiao), Just(CollectIn::Yuan)];
    (modes, units).prop_map(|(mode, unit)| {
        rules_with(|rule| {
            rule.allocation = mode;
            rule.collect_in = unit;
        })
    })
}

proptest! {
    /// Every fen that is handed over is somewhere: on bills, in prepayment, in the tail, or back as change.
    /// Nothing is allocated beyond what is due, and change never exceeds the cash.
    #[test]
    fn a_payment_keeps_every_fen(account in any_account(), tendered in any_tendered(), rules in any_rules()) {
        if let Ok(payment) = take(&account, &rules, &tendered) {
            prop_assert!(payment.is_balanced());
            let due: Money = account.dues(&rules, day("2026-09-20")).iter().map(BillDue::total).sum();
            prop_assert!(payment.allocated() <= due);
            prop_assert!(!payment.change.is_negative());
            prop_assert!(!payment.collected_by(TenderKind::Cash).is_negative());
            prop_assert!(!payment.prepaid_added.is_negative() && payment.prepaid_used <= account.prepaid);
            prop_assert!(payment.allocations.iter().all(|part| part.total().is_positive()));
        }
    }

    /// Placing what was settled does exactly what the payment says, and leaves no surplus.
    #[test]
    fn placing_at_once_is_what_was_settled(account in any_account(), tendered in any_tendered(), rules in any_rules()) {
        if let Ok(payment) = take(&account, &rules, &tendered) {
            let mut after = account.clone();
            let placement = after.place(&payment, &rules);
            prop_assert!(placement.surplus.is_empty());
            prop_assert_eq!(&placement.applied, &payment.allocations);
            prop_assert_eq!(after.prepaid, payment.prepaid_after);
        }
    }

    /// Whoever has the same payments has the same account, whatever the order of arrival; and no fen gets lost when
    /// several outlets collect the same bills without knowing of each other.
    #[test]
    fn replay_does_not_depend_on_the_order_of_arrival(
        start in any_account(),
        offers in prop::collection::vec(any_tendered(), 1..6),
        turn in any::<prop::sample::Index>(),
    ) {
        let rules = CollectionRules::standard();
        let placed: Vec<PlacedPayment> = offers.iter().enumerate().filter_map(|(index, offer)| {
            let payment = take(&start, &rules, offer).ok()?;
            let stream = Stream { device: DeviceId(index as u32), incarnation: Incarnation(1) };
            let order = PaymentOrder { business_date: payment.business_date, at_ms: index as i64 / 2, stream, seq: Seq(1) };
            let payment = Payment { id: PaymentId(Uuid::from_u128(index as u128 + 1)), ..payment };
            Some(PlacedPayment { order, payment, reversed: index % 5 == 4, moved_here: false })
        }).collect();
        let payments: Vec<AccountAct> = placed.iter().cloned().map(|it| AccountAct::Payment(Box::new(it))).collect();
        let (in_order, placements) = replay(start.clone(), &payments, &rules);
        let mut turned = payments.clone();
        turned.rotate_left(if payments.is_empty() { 0 } else { turn.index(payments.len()) });
        prop_assert_eq!(&replay(start.clone(), &turned, &rules), &(in_order.clone(), placements.clone()));
        let standing = placed.iter().filter(|fact| !fact.reversed);
        let brought: Money = standing.map(|fact| fact.payment.collected()).sum();
        let applied: Money = placements.iter().map(|placement| placement.principal() + placement.penalty()).sum();
        let kept = applied + (in_order.prepaid - start.prepaid) + (in_order.tail - start.tail);
        prop_assert_eq!(brought, kept);
    }

    /// The postings of a payment and of its reversal sum to zero by unit, whoever owns the customer.
    #[test]
    fn postings_balance_and_red_undoes(account in any_account(), tendered in any_tendered(), rules in any_rules(), foreign in any::<bool>()) {
        if let Ok(payment) = take(&account, &rules, &tendered) {
            let placement = account.clone().place(&payment, &rules);
            let desk = if foreign { "421280201" } else { "421280109" }.parse().unwrap();
            let postings = post_payment(&desk, payment.owner.as_ref(), &payment, &placement);
            prop_assert!(postings.red().since(&postings.red()).lines().is_empty());
            let total: Money = postings.lines().iter().map(|line| line.amount).sum();
            prop_assert!(total.is_zero());
        }
    }
}

#[test]
fn bank_slips_and_vouchers_are_not_remitted_by_the_cashier() {
    let standard = CollectionRules::standard();
    let rule = standard.counter_on(day("2026-09-20"));
    let remitted: Vec<TenderKind> = TenderKind::ALL.into_iter().filter(|kind| rule.remitted.contains(kind)).collect();
    assert_eq!(remitted, [TenderKind::Cash, TenderKind::Cheque]);
}
