//! The desk's half of the exchange: what goes first, what goes last, and what a broken link costs.

#[path = "common/debtor.rs"]
mod debtor;
#[path = "common/enrolled.rs"]
mod enrolled;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use debtor::*;
use domain::*;
use enrolled::*;
use journal::{Entry, EntryBody, Head, root};
use outlet::*;
use sha2::{Digest, Sha256};
use sync::{
    AttachReply, AttachRequest, Center, Cursor, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, LinkError,
    LookUpReply, LookUpRequest,
};
use uuid::Uuid;

const NOW_MS: i64 = 1_795_392_000_000;

/// Time passes with every look at it, or waiting would never end.
struct TickingClock(Arc<Mutex<u64>>);

impl Clock for TickingClock {
    fn read(&self) -> ClockReading {
        let mut passed = self.0.lock().unwrap();
        *passed += 5;
        ClockReading { wall_ms: NOW_MS + *passed as i64, boot: [7; 8], monotonic_ms: 60_000 + *passed }
    }
}

struct Desk {
    outlet: RefCell<Outlet>,
    _dir: tempfile::TempDir,
}

impl Access for Desk {
    fn with<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> T {
        work(&mut self.outlet.borrow_mut())
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled_store(dir.path());
    let mut write = store.write().unwrap();
    write.put_operator(&operator("1", &[Role::Cashier, Role::MeterReader])).unwrap();
    write.put_customer(&debtor(PowerState::Off), &[], 0).unwrap();
    write.commit().unwrap();
    let mut outlet = Outlet::new(store, key(), Box::new(TickingClock(Arc::default())));
    outlet.sign_in("1", "open sesame").unwrap();
    Desk { outlet: RefCell::new(outlet), _dir: dir }
}

/// So many notices, in one transaction.
fn print_notices(desk: &Desk, count: u64) {
    desk.with(|outlet| {
        let now = outlet.now();
        let mut write = outlet.store_mut().write().unwrap();
        for number in 0..count {
            let notice = Notice {
                id: NoticeId(Uuid::from_u128(u128::from(number))),
                kind: NoticeKind::Arrears,
                customer: DEBTOR.parse().unwrap(),
                on: date("2026-11-23"),
                principal: Money::from_fen(8_640),
                penalty: Money::ZERO,
                pay_by: date("2026-11-30"),
                cut_from: None,
            };
            let seq = write.head().unwrap().seq.next();
            let time = now.evidence(None);
            let body = EntryBody::NoticePrinted(notice);
            write.append(&Entry { stream: stream(), seq, time, by: OperatorId(1), body }).unwrap();
        }
        write.commit().unwrap();
    });
}

/// The customer settles everything and asks for supply by that.
fn settle(desk: &Desk) {
    desk.with(|outlet| {
        outlet.open_shift(date("2026-11-23"), Money::ZERO).unwrap();
        let tendered = Tendered {
            payment: PaymentId(Uuid::from_u128(9)),
            bills: BillChoice::All,
            amount: AmountChoice::Due,
            use_prepaid: UsePrepaid::No,
            tenders: vec![Tender::Cash { received: Money::from_fen(8_640) }],
        };
        outlet.take_payment(&TakePayment { customer: DEBTOR.parse().unwrap(), tendered }).unwrap();
    });
}

/// A center that remembers what it was asked, and whose link breaks when it is told so.
#[derive(Default)]
struct TownHall {
    asked: RefCell<Vec<Asked>>,
    held: RefCell<Option<Head>>,
    restores: RefCell<Vec<RestoreRequest>>,
    files: RefCell<BTreeMap<FileHash, Vec<u8>>>,
    /// The link breaks after so many requests, before the answer comes.
    answers_lost_after: RefCell<Option<usize>>,
    /// So many changes of the next answer are of a kind that this program does not know.
    skipped: RefCell<u32>,
    /// Where the last exchange asked to go on.
    cursor: RefCell<Option<Cursor>>,
    /// The next piece arrives with other bytes.
    turns_a_bit: RefCell<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Exchange { entries: usize, urgent: usize },
    Piece { offset: u64, bytes: usize },
}

impl TownHall {
    fn heard(&self, asked: Asked) -> Result<(), LinkError> {
        self.asked.borrow_mut().push(asked);
        match self.answers_lost_after.borrow_mut().as_mut() {
            Some(0) => Err(LinkError::TimedOut),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.take()
    }
}

impl Center for TownHall {
    fn exchange(&self, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError> {
        *self.cursor.borrow_mut() = Some(request.cursor);
        let entries = request.push.as_ref().map_or(0, |push| push.entries.len());
        let held = request.push.as_ref().map(|push| push.head).or(*self.held.borrow());
        *self.held.borrow_mut() = held;
        for urgent in &request.urgent {
            if !self.restores.borrow().contains(urgent) {
                self.restores.borrow_mut().push(urgent.clone());
            }
        }
        self.heard(Asked::Exchange { entries, urgent: request.urgent.len() })?;
        Ok(ExchangeReply {
            held: held.unwrap_or(Head { seq: Seq::ZERO, hash: root(stream(), &key().public_key()) }),
            outcomes: Vec::new(),
            refusal: None,
            changes: Vec::new(),
            skipped: self.skipped.take(),
            cursor: request.cursor,
            more: false,
            digest: request.digest.clone(),
            release_key: None,
            center_time_ms: NOW_MS,
        })
    }

    fn look_up(&self, _: &LookUpRequest) -> Result<LookUpReply, LinkError> {
        Err(LinkError::TimedOut)
    }

    fn attach(&self, request: &AttachRequest) -> Result<AttachReply, LinkError> {
        let mut files = self.files.borrow_mut();
        let file = files.entry(request.file).or_default();
        if request.offset == file.len() as u64 {
            file.extend(&request.bytes);
            if self.turns_a_bit.take() {
                *file.last_mut().expect("a piece has bytes") ^= 1;
            }
        }
        if file.len() as u64 == request.length && <[u8; 32]>::from(Sha256::digest(&*file)) != request.file.0 {
            file.clear();
        }
        let held = file.len() as u64;
        self.heard(Asked::Piece { offset: request.offset, bytes: request.bytes.len() })?;
        Ok(AttachReply { held, center_time_ms: NOW_MS })
    }

    fn enrol(&self, _: &EnrolRequest) -> Result<Enrolment, LinkError> {
        Err(LinkError::TimedOut)
    }
}

/// A picture of so many bytes, as far as anybody looks.
fn picture(length: usize) -> Vec<u8> {
    let body = (0..length).map(|place| (place * 131 % 251) as u8);
    [0xff, 0xd8, 0xff].into_iter().chain(body).take(length).collect()
}

fn attach(desk: &Desk, bytes: &[u8]) -> FileHash {
    desk.with(|outlet| outlet.attach_photo(bytes)).unwrap()
}

fn pieces(asked: &[Asked]) -> Vec<(u64, usize)> {
    let piece = |asked: &Asked| match asked {
        Asked::Piece { offset, bytes } => Some((*offset, *bytes)),
        Asked::Exchange { .. } => None,
    };
    asked.iter().filter_map(piece).collect()
}

#[test]
fn what_this_program_could_not_read_comes_again_once_another_version_runs() {
    let (desk, center) = (desk(), TownHall::default());
    let keep = |work: &dyn Fn(&mut store::Write<'_>)| {
        desk.with(|outlet| {
            let mut write = outlet.store_mut().write().unwrap();
            work(&mut write);
            write.commit().unwrap();
        });
    };
    let asks_from = || {
        sync_now(&desk, &center, |_| {}).unwrap();
        center.cursor.borrow().unwrap().0
    };
    keep(&|write| write.set_cursor(42).unwrap());
    *center.skipped.borrow_mut() = 2;
    assert_eq!((asks_from(), asks_from()), (42, 42), "the same version would not read it either");
    let mark = desk.with(|outlet| outlet.read().skipped_by()).unwrap();
    assert_eq!(mark.as_deref(), Some(env!("CARGO_PKG_VERSION")));
    // The mark as the version before this one left it.
    keep(&|write| write.set_skipped_by(Some("0.0.1")).unwrap());
    assert_eq!(asks_from(), 0);
    assert_eq!(desk.with(|outlet| outlet.read().skipped_by()).unwrap(), None);
    keep(&|write| write.set_cursor(43).unwrap());
    assert_eq!(asks_from(), 43, "once is enough");
}

#[test]
fn a_photo_goes_last_and_arrives_whole() {
    let (desk, center) = (desk(), TownHall::default());
    print_notices(&desk, 3);
    let photo = picture(100_000);
    let hash = attach(&desk, &photo);
    let mut seen = Vec::new();
    let summary = sync_now(&desk, &center, |progress| seen.push(progress)).unwrap();
    let asked = center.asked();
    assert_eq!(asked[0], Asked::Exchange { entries: 3, urgent: 0 });
    assert_eq!(pieces(&asked), [(0, 8_192), (8_192, 16_384), (24_576, 32_768), (57_344, 42_656)]);
    assert_eq!(center.files.borrow()[&hash], photo);
    assert_eq!((summary.sent, summary.attached), (3, 100_000));
    let last = seen.last().unwrap();
    assert_eq!((last.stage, last.done, last.total), (SyncStage::Attaching, 42_656, 42_656));
    // Nothing of it is sent again, and the desk still shows it.
    sync_now(&desk, &center, |_| {}).unwrap();
    assert!(pieces(&center.asked()).is_empty());
    assert_eq!(desk.with(|outlet| outlet.photo(hash)).unwrap(), Some(photo));
}

#[test]
fn a_lost_reply_resumes_a_photo_where_the_center_stands() {
    let (desk, center) = (desk(), TownHall::default());
    let photo = picture(60_000);
    let hash = attach(&desk, &photo);
    // One exchange and one piece are answered; the second piece arrives and its answer is lost.
    *center.answers_lost_after.borrow_mut() = Some(2);
    assert!(matches!(sync_now(&desk, &center, |_| {}), Err(SyncError::Link(LinkError::TimedOut))));
    assert_eq!(pieces(&center.asked()), [(0, 8_192), (8_192, 16_384)]);
    *center.answers_lost_after.borrow_mut() = None;
    sync_now(&desk, &center, |_| {}).unwrap();
    // The outlet asks once with what the center has already, hears so, and goes on from there.
    assert_eq!(pieces(&center.asked()), [(8_192, 8_192), (24_576, 16_384), (40_960, 19_040)]);
    assert_eq!(center.files.borrow()[&hash], photo);
}

#[test]
fn a_photo_that_arrives_with_other_bytes_starts_again() {
    let (desk, center) = (desk(), TownHall::default());
    let photo = picture(20_000);
    let hash = attach(&desk, &photo);
    *center.turns_a_bit.borrow_mut() = true;
    sync_now(&desk, &center, |_| {}).unwrap();
    assert_eq!(pieces(&center.asked()), [(0, 8_192), (8_192, 11_808), (0, 16_384), (16_384, 3_616)]);
    assert_eq!(center.files.borrow()[&hash], photo);
}

/// Someone sits in the dark: 5,000 entries and a photo wait, and the request is the first thing that the center hears.
#[test]
fn a_restore_request_overtakes_five_thousand_entries() {
    let (desk, center) = (desk(), TownHall::default());
    print_notices(&desk, 5_000);
    attach(&desk, &picture(1_000));
    settle(&desk);
    *center.answers_lost_after.borrow_mut() = Some(1);
    assert!(sync_now(&desk, &center, |_| {}).is_err());
    let asked = center.asked();
    assert_eq!(asked[0], Asked::Exchange { entries: 0, urgent: 1 });
    assert_eq!(center.restores.borrow().len(), 1);
    // The link broke under the first thousand. Every request carries it until its entry is held, and then none.
    *center.answers_lost_after.borrow_mut() = None;
    sync_now(&desk, &center, |_| {}).unwrap();
    let exchanges: Vec<(usize, usize)> = center
        .asked()
        .iter()
        .filter_map(|asked| match asked {
            Asked::Exchange { entries, urgent } => Some((*entries, *urgent)),
            Asked::Piece { .. } => None,
        })
        .collect();
    assert_eq!(exchanges[0], (0, 1));
    // That thousand had arrived although its answer was lost.
    assert_eq!(exchanges.iter().map(|(entries, _)| entries).sum::<usize>(), 4_003);
    assert!(exchanges.iter().all(|(_, urgent)| *urgent == 1), "{exchanges:?}");
    assert_eq!(center.restores.borrow().len(), 1);
    sync_now(&desk, &center, |_| {}).unwrap();
    assert_eq!(center.asked(), [Asked::Exchange { entries: 0, urgent: 0 }]);
}

#[test]
fn what_is_no_photo_is_not_kept() {
    let desk = desk();
    let refused = |bytes: &[u8]| desk.with(|outlet| outlet.attach_photo(bytes)).unwrap_err();
    assert!(matches!(refused(&[]), AttachError::Empty));
    assert!(matches!(refused(b"%PDF-1.7"), AttachError::NotAPicture));
    let most = usize::try_from(BillingRules::standard().reading.photo_bytes_max).unwrap();
    assert!(matches!(refused(&picture(most + 1)), AttachError::TooLarge { bytes_max, .. } if bytes_max == most));
    attach(&desk, &picture(most));
}

#[test]
fn the_same_photo_is_kept_and_sent_once() {
    let (desk, center) = (desk(), TownHall::default());
    assert_eq!(attach(&desk, &picture(900)), attach(&desk, &picture(900)));
    sync_now(&desk, &center, |_| {}).unwrap();
    assert_eq!(pieces(&center.asked()), [(0, 900)]);
}
