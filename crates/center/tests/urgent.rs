//! What overtakes the journal and what comes after it: requests to restore supply, and attachments.

mod common;

use common::desk::next_id;
use common::*;
use domain::*;
use journal::EntryBody;
use sha2::{Digest, Sha256};
use sync::{ATTACH_BYTES_MAX, AttachRequest, Center, LinkError, RefusedRequest};

const WHO: &str = "4280011234";

/// A request that the desk has written into its journal.
fn asked(desk: &mut Desk) -> RestoreRequest {
    let request = RestoreRequest {
        id: RestoreId(next_id(5)),
        customer: WHO.parse().unwrap(),
        payment: PaymentId(next_id(6)),
        asked_at_ms: NOON,
        due_at_ms: NOON + 24 * 3_600_000,
    };
    desk.append(EntryBody::RestoreRequested(request.clone()));
    request
}

#[test]
fn a_request_that_comes_urgently_and_then_as_its_entry_is_one() {
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    let asked = asked(&mut desk);
    let mut urgent = desk.request(None);
    urgent.urgent = vec![asked.clone()];
    center.exchange(&urgent).unwrap();
    center.exchange(&urgent).unwrap();
    let rows = center.restore_requests(10).unwrap();
    assert_eq!((rows.len(), &rows[0].request, rows[0].entry), (1, &asked, None));
    desk.sync(&center.prefecture);
    let center = center.restarted();
    let rows = center.restore_requests(10).unwrap();
    assert_eq!((rows.len(), rows[0].entry.map(|entry| entry.seq)), (1, Some(Seq(1))));
    assert_eq!(rows[0].heard_ms, NOON);
}

fn piece(desk: &Desk, whole: &[u8], offset: usize, bytes: &[u8]) -> AttachRequest {
    AttachRequest {
        stream: desk.stream,
        file: FileHash(Sha256::digest(whole).into()),
        length: whole.len() as u64,
        offset: offset as u64,
        bytes: bytes.to_vec(),
    }
}

#[test]
fn an_attachment_resumes_where_it_stood_and_is_whole_at_the_end() {
    let center = TestCenter::new();
    let desk = center.desk("42128010301", "BYP-01");
    let photo: Vec<u8> = (0..150_000_u32).map(|index| (index * 7 % 251) as u8).collect();
    let first = piece(&desk, &photo, 0, &photo[..60_000]);
    assert_eq!(center.attach(&first).unwrap().held, 60_000);
    assert_eq!(center.attach(&first).unwrap().held, 60_000, "the same piece again changes nothing");
    let too_far = piece(&desk, &photo, 120_000, &photo[120_000..]);
    assert_eq!(center.attach(&too_far).unwrap().held, 60_000, "it says where to go on");
    let center = center.restarted();
    assert_eq!(center.attachment(first.file).unwrap(), None, "not whole yet");
    assert_eq!(center.attach(&piece(&desk, &photo, 60_000, &photo[60_000..120_000])).unwrap().held, 120_000);
    assert_eq!(center.attach(&too_far).unwrap().held, 150_000);
    assert_eq!(center.attachment(first.file).unwrap().unwrap(), photo);
    assert_eq!(center.attach(&first).unwrap().held, 150_000);
}

#[test]
fn an_attachment_with_other_bytes_than_its_name_starts_again() {
    let center = TestCenter::new();
    let desk = center.desk("42128010301", "BYP-01");
    let photo = b"a meter, 01100".to_vec();
    let mut wrong = piece(&desk, &photo, 0, &photo);
    wrong.bytes[3] ^= 1;
    assert_eq!(center.attach(&wrong).unwrap().held, 0);
    assert_eq!(center.attach(&piece(&desk, &photo, 0, &photo)).unwrap().held, photo.len() as u64);
    assert_eq!(center.attachment(wrong.file).unwrap().unwrap(), photo);
}

#[test]
fn a_piece_or_file_beyond_the_bounds_is_refused() {
    let center = TestCenter::new();
    let desk = center.desk("42128010301", "BYP-01");
    let large = vec![0; ATTACH_BYTES_MAX + 1];
    let refused = center.attach(&piece(&desk, &large, 0, &large));
    assert!(matches!(refused, Err(LinkError::Refused(RefusedRequest::Malformed))), "{refused:?}");
    let mut endless = piece(&desk, b"x", 0, b"x");
    endless.length = u64::MAX;
    assert!(matches!(center.attach(&endless), Err(LinkError::Refused(RefusedRequest::Malformed))));
}
