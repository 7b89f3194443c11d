//! The session as a table, and that it comes to rest whatever the center says.

use domain::{Incarnation, Seq};
use proptest::prelude::*;
use sync::{
    ATTACH_BYTES_MAX, BACK_OFF_MAX_MS, Effects, Event, Notice, PULL_EVERY_MS, PUSH_ENTRIES_MAX, PieceSummary, Refusal,
    ReplySummary, Send, Stage, step,
};

const SEED: u64 = 7;

fn done() -> ReplySummary {
    ReplySummary {
        pushed: 3,
        moved: true,
        refusal: None,
        more: false,
        unsent: 0,
        equal: Some(true),
        attachments: false,
    }
}

fn replied(reply: ReplySummary) -> Event {
    Event::Replied { now_ms: 1_000, reply }
}

/// Runs the events and gives the last stage with its effects.
fn after(events: &[Event]) -> (Stage, Effects) {
    let start = (Stage::at_start(0), Effects::default());
    events.iter().fold(start, |(stage, _), event| step(stage, *event, SEED))
}

fn entries_max(effects: &Effects) -> usize {
    match effects.send {
        Some(Send::Entries { max }) => max,
        other => panic!("an exchange was expected, not {other:?}"),
    }
}

/// A piece was answered.
fn attached(now_ms: i64, moved: bool, waits: bool, unsent: u64) -> Event {
    Event::Attached { now_ms, piece: PieceSummary { moved, waits, unsent } }
}

/// At rest, with a photo that waits.
fn at_rest_with_a_photo() -> (Stage, Effects) {
    after(&[START, replied(ReplySummary { attachments: true, ..done() })])
}

const START: Event = Event::TimerDue { now_ms: 0 };
const LOST: Event = Event::LinkLost { now_ms: 1_000 };

#[test]
fn a_normal_sync_is_one_round_trip() {
    let (stage, effects) = after(&[START]);
    assert!(matches!(stage, Stage::Exchanging { .. }) && effects.send.is_some());
    let (stage, effects) = after(&[START, replied(done())]);
    assert!(matches!(stage, Stage::Resting { until_ms, failures: 0, .. } if until_ms == 1_000 + PULL_EVERY_MS));
    assert_eq!((effects.send, effects.notice), (None, Some(Notice::AtRest)));
    assert_eq!(effects.wait_until_ms, Some(1_000 + PULL_EVERY_MS));
}

#[test]
fn each_event_does_what_the_table_says() {
    use Notice::*;
    let waits = ReplySummary { more: true, equal: None, ..done() };
    let unsent = ReplySummary { unsent: 9, equal: None, ..done() };
    let not_compared = ReplySummary { equal: None, ..done() };
    let refused = |refusal| ReplySummary { refusal: Some(refusal), ..unsent };
    let bad = Refusal::BadSignature { at: Seq(5) };
    // What happened, whether something is sent, what is said.
    let table: &[(&[Event], bool, Option<Notice>)] = &[
        (&[Event::Woken { now_ms: 0 }], true, None),
        (&[Event::Asked { now_ms: 0 }], true, None),
        (&[Event::ClockMoved { now_ms: -9_000 }], true, None),
        (&[Event::SwitchedOff], false, None),
        (&[Event::SwitchedOff, Event::Woken { now_ms: 0 }, START], false, None),
        (&[Event::SwitchedOff, Event::SwitchedOn { now_ms: 0 }], true, None),
        (&[START, Event::Woken { now_ms: 1 }], false, None),
        (&[START, Event::SwitchedOff, replied(done())], false, None),
        (&[START, LOST], false, Some(LinkDown)),
        (&[START, LOST, Event::Woken { now_ms: 1_001 }], false, None),
        (&[START, LOST, Event::TimerDue { now_ms: 1_001 }], false, None),
        (&[START, LOST, Event::TimerDue { now_ms: 9_000 }], true, None),
        (&[START, LOST, Event::Asked { now_ms: 1_001 }], true, None),
        (&[START, LOST, Event::ClockMoved { now_ms: -1 }], true, None),
        (&[START, LOST, replied(done())], false, None),
        (&[START, replied(waits)], true, None),
        (&[START, replied(unsent)], true, None),
        (&[START, replied(not_compared)], true, None),
        (&[START, replied(not_compared), replied(not_compared)], false, Some(AtRest)),
        (&[START, replied(ReplySummary { equal: Some(false), ..done() })], false, Some(SumsDiffer)),
        (&[START, replied(refused(Refusal::Gap { expected: Seq(4) }))], true, None),
        (&[START, replied(refused(Refusal::Forked { at: Seq(4), incarnation: Incarnation(2) }))], true, None),
        (&[START, replied(refused(Refusal::DeviceSuspended))], true, Some(DeviceSuspended)),
        (&[START, replied(refused(Refusal::ClientTooOld { minimum: 2 }))], false, Some(ProgramTooOld { minimum: 2 })),
        (&[START, replied(refused(bad))], true, None),
        (&[START, replied(ReplySummary { pushed: 1, ..refused(bad) })], false, Some(EntryRefused { at: Seq(5) })),
    ];
    for (events, sends, notice) in table {
        let (_, effects) = after(events);
        assert_eq!(effects.send.is_some(), *sends, "{events:?}");
        assert_eq!(effects.notice, *notice, "{events:?}");
    }
}

#[test]
fn waiting_doubles_to_a_limit_and_differs_between_outlets() {
    let wait = |failures: usize, seed: u64| {
        let mut stage = Stage::at_start(0);
        let mut until = 0;
        for _ in 0..failures {
            stage = step(stage, Event::Asked { now_ms: 0 }, seed).0;
            let (next, effects) = step(stage, Event::LinkLost { now_ms: 0 }, seed);
            (stage, until) = (next, effects.wait_until_ms.unwrap());
        }
        until
    };
    for failures in 1..200 {
        assert!((1..=BACK_OFF_MAX_MS).contains(&wait(failures, SEED)), "{failures}");
    }
    assert!(wait(1, SEED) <= 5_000 && wait(4, SEED) > 25_000 && wait(50, SEED) >= BACK_OFF_MAX_MS * 3 / 4);
    assert_ne!(wait(9, 1), wait(9, 2));
}

/// A refused push is halved until it is one entry, which is named; then the center is left alone for a while.
#[test]
fn a_bad_entry_is_found_by_sending_less() {
    let mut stage = Stage::at_start(0);
    let (next, mut effects) = step(stage, START, SEED);
    stage = next;
    let mut requests = 0;
    while let Some(Send::Entries { max }) = effects.send {
        requests += 1;
        let refusal = Some(Refusal::BadSignature { at: Seq(1) });
        let reply = ReplySummary { pushed: max, moved: false, refusal, unsent: 500, equal: None, ..done() };
        (stage, effects) = step(stage, replied(reply), SEED);
    }
    assert!(requests <= 11, "{requests}");
    assert_eq!(effects.notice, Some(Notice::EntryRefused { at: Seq(1) }));
    assert!(matches!(stage, Stage::Resting { .. }));
}

#[test]
fn a_push_grows_while_the_link_carries_it_and_shrinks_when_it_breaks() {
    let mut stage = Stage::at_start(0);
    let mut sizes = Vec::new();
    let (next, mut effects) = step(stage, START, SEED);
    stage = next;
    for _ in 0..4 {
        let pushed = entries_max(&effects);
        sizes.push(pushed);
        let reply = ReplySummary { pushed, unsent: 9_000, equal: None, ..done() };
        (stage, effects) = step(stage, replied(reply), SEED);
    }
    assert_eq!(sizes, [1_000, PUSH_ENTRIES_MAX, PUSH_ENTRIES_MAX, PUSH_ENTRIES_MAX]);
    let (lost, _) = step(stage, LOST, SEED);
    let (_, effects) = step(lost, Event::Asked { now_ms: 2_000 }, SEED);
    assert_eq!(entries_max(&effects), PUSH_ENTRIES_MAX / 2);
}

#[test]
fn a_photo_goes_up_when_all_else_is_at_rest() {
    let (rest, effects) = at_rest_with_a_photo();
    assert_eq!((effects.send, effects.wait_until_ms), (None, Some(1_000)));
    let (stage, effects) = step(rest, Event::TimerDue { now_ms: 1_000 }, SEED);
    assert!(matches!(stage, Stage::Attaching { .. }));
    assert!(matches!(effects.send, Some(Send::Piece { .. })));
    // It listens after every piece, and goes on at once.
    let (stage, effects) = step(stage, attached(2_000, true, true, 0), SEED);
    assert!(matches!(stage, Stage::Resting { until_ms: 2_000, .. }));
    assert_eq!(effects.send, None);
    let (stage, _) = step(stage, Event::TimerDue { now_ms: 2_000 }, SEED);
    let (stage, effects) = step(stage, attached(3_000, true, false, 0), SEED);
    assert!(matches!(stage, Stage::Resting { until_ms, failures: 0, .. } if until_ms == 3_000 + PULL_EVERY_MS));
    assert_eq!(effects.notice, Some(Notice::AtRest));
}

#[test]
fn whatever_happens_meanwhile_goes_before_the_next_piece() {
    let (rest, _) = at_rest_with_a_photo();
    for event in [Event::Woken { now_ms: 1_000 }, Event::Asked { now_ms: 1_000 }, Event::ClockMoved { now_ms: 0 }] {
        assert!(matches!(step(rest, event, SEED).0, Stage::Exchanging { .. }), "{event:?}");
    }
    // Changes are asked for as often as ever.
    let later = Event::TimerDue { now_ms: 1_000 + PULL_EVERY_MS };
    assert!(matches!(step(rest, later, SEED).0, Stage::Exchanging { .. }));
    let (attaching, _) = step(rest, Event::TimerDue { now_ms: 1_000 }, SEED);
    let (stage, effects) = step(attaching, attached(2_000, true, true, 1), SEED);
    assert!(matches!(stage, Stage::Exchanging { .. }) && effects.send.is_some());
    assert_eq!(step(attaching, Event::SwitchedOff, SEED).0, Stage::Off);
}

/// A photo that cannot be sent never keeps a payment waiting.
#[test]
fn a_link_that_breaks_under_a_photo_holds_back_photos_only() {
    let (rest, _) = at_rest_with_a_photo();
    let (attaching, _) = step(rest, Event::TimerDue { now_ms: 1_000 }, SEED);
    let (stage, effects) = step(attaching, Event::LinkLost { now_ms: 2_000 }, SEED);
    assert_eq!((effects.send, effects.notice), (None, Some(Notice::LinkDown)));
    assert!(matches!(stage, Stage::Resting { until_ms, failures: 0, .. } if until_ms == 2_000 + PULL_EVERY_MS));
    assert!(matches!(step(stage, Event::Woken { now_ms: 2_001 }, SEED).0, Stage::Exchanging { .. }));
}

#[test]
fn pieces_grow_while_the_link_carries_them_and_shrink_when_it_breaks() {
    let (mut stage, _) = at_rest_with_a_photo();
    let mut sizes = Vec::new();
    for now_ms in 1_000..1_006 {
        let (attaching, effects) = step(stage, Event::TimerDue { now_ms }, SEED);
        let Some(Send::Piece { bytes_max }) = effects.send else { panic!("a piece was expected") };
        sizes.push(bytes_max);
        stage = step(attaching, attached(now_ms, true, true, 0), SEED).0;
    }
    assert_eq!(sizes, [8 << 10, 16 << 10, 32 << 10, 64 << 10, 64 << 10, 64 << 10]);
    assert_eq!(sizes[5], ATTACH_BYTES_MAX);
    let (attaching, _) = step(stage, Event::TimerDue { now_ms: 2_000 }, SEED);
    let (lost, _) = step(attaching, Event::LinkLost { now_ms: 2_000 }, SEED);
    let (asked, _) = step(lost, Event::Asked { now_ms: 2_001 }, SEED);
    let (rest, _) = step(asked, replied(ReplySummary { attachments: true, ..done() }), SEED);
    let (_, effects) = step(rest, Event::TimerDue { now_ms: 2_002 }, SEED);
    assert_eq!(effects.send, Some(Send::Piece { bytes_max: 32 << 10 }));
}

#[test]
fn a_suspended_device_sends_no_photos() {
    let suspended = Some(Refusal::DeviceSuspended);
    let (stage, effects) = after(&[START, replied(ReplySummary { attachments: true, refusal: suspended, ..done() })]);
    assert!(matches!(stage, Stage::Resting { until_ms, .. } if until_ms == 1_000 + PULL_EVERY_MS));
    assert_eq!(effects.notice, Some(Notice::DeviceSuspended));
}

fn refusals() -> impl Strategy<Value = Option<Refusal>> {
    prop_oneof![
        Just(None),
        Just(Some(Refusal::Gap { expected: Seq(3) })),
        Just(Some(Refusal::Forked { at: Seq(3), incarnation: Incarnation(2) })),
        Just(Some(Refusal::BadSignature { at: Seq(3) })),
        Just(Some(Refusal::DeviceSuspended)),
        Just(Some(Refusal::ClientTooOld { minimum: 9 })),
    ]
}

proptest! {
    /// A center that says the same for ever without anything moving is left alone after a few requests.
    #[test]
    fn a_stubborn_center_is_left_alone(
        refusal in refusals(),
        more: bool,
        unsent in 0_u64..2,
        equal in prop_oneof![Just(None), Just(Some(true)), Just(Some(false))],
        attachments: bool,
    ) {
        let (mut stage, mut effects) = step(Stage::at_start(0), START, SEED);
        for _ in 0..40 {
            (stage, effects) = match (effects.send, stage) {
                (Some(Send::Entries { max }), _) => {
                    let reply = ReplySummary { pushed: max, moved: false, refusal, more, unsent, equal, attachments };
                    step(stage, replied(reply), SEED)
                }
                (Some(Send::Piece { .. }), _) => {
                    let piece = PieceSummary { moved: false, waits: true, unsent };
                    step(stage, Event::Attached { now_ms: 1_000, piece }, SEED)
                }
                (None, Stage::Resting { until_ms: 1_000, .. }) => step(stage, Event::TimerDue { now_ms: 1_000 }, SEED),
                (None, _) => break,
            };
        }
        prop_assert_eq!(effects.send, None);
        prop_assert!(matches!(stage, Stage::Resting { .. }), "{stage:?}");
    }

    /// Whatever happens in whatever order: the session either has a request out, waits for a time, or is switched off.
    #[test]
    fn it_never_forgets_to_go_on(events in proptest::collection::vec((0_u8..9, 0_i64..400_000, refusals(), any::<bool>()), 1..60)) {
        let mut stage = Stage::at_start(0);
        for (kind, now_ms, refusal, more) in events {
            let reply = ReplySummary { pushed: 2, moved: more, refusal, more, unsent: 0, equal: Some(true), attachments: more };
            let piece = PieceSummary { moved: more, waits: true, unsent: u64::from(refusal.is_some()) };
            let event = match kind {
                0 => Event::Woken { now_ms },
                1 => Event::TimerDue { now_ms },
                2 => Event::Asked { now_ms },
                3 => Event::LinkLost { now_ms },
                4 => Event::SwitchedOff,
                5 => Event::SwitchedOn { now_ms },
                6 => Event::ClockMoved { now_ms },
                7 => Event::Attached { now_ms, piece },
                _ => Event::Replied { now_ms, reply },
            };
            let was_out = matches!(stage, Stage::Exchanging { .. } | Stage::Comparing { .. } | Stage::Attaching { .. });
            let (next, effects) = step(stage, event, SEED);
            match next {
                Stage::Off => prop_assert_eq!(effects, Effects::default()),
                Stage::Resting { until_ms, .. } => prop_assert_eq!(effects.wait_until_ms, Some(until_ms)),
                Stage::Exchanging { .. } | Stage::Comparing { .. } | Stage::Attaching { .. } => {
                    prop_assert!(was_out || effects.send.is_some());
                }
            }
            stage = next;
        }
    }
}
