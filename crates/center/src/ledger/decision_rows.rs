//! Proposals, what they did, tasks and the center's own journal, read.

use domain::{
    Adjustment, AdjustmentId, AdjustmentKind, CaseId, DeviceId, Incarnation, OperatorId, PaymentOrder, ProposalId,
    ProposalState, Seq, Stream, TaskId, TaskState,
};
use journal::{ChainHash, Head, Signature};

use super::db::{Db, Row, params, sql};
use super::decisions::{
    ActFilter, AdjustmentFact, Answered, CaseEvent, CaseEventKind, DeedRow, ProposalFilter, ProposalRow, ReceivedEntry,
    RecordedAct, RefundRow, SealRow, SettingRow, TaskFilter, TaskReply, TaskRow,
};
use super::packed::{damaged, unpack_placement};
use super::standing::all;
use super::{Booked, EntryRef, Ledger, LedgerError};

/// The stream that decisions are ordered by among the payments of an account: the center's own journal.
pub const CENTER_JOURNAL: Stream = Stream { device: DeviceId(0), incarnation: Incarnation(1) };

/// So many rows of a list at most, whatever was asked for.
const LIST_MAX: u32 = 1_000;

impl Ledger {
    pub fn proposal(&self, id: ProposalId) -> Result<Option<ProposalRow>, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("proposal_one"), &params![id.0.as_bytes()])?;
            rows.first().map(proposal).transpose()
        })
    }

    /// How many there are, and one page of them.
    pub fn proposals(&self, filter: &ProposalFilter) -> Result<(u64, Vec<ProposalRow>), LedgerError> {
        let mut wanted = params![filter.state.map(state_code), filter.by.map(|by| by.0), filter.matter.as_ref(),];
        self.report(|db| {
            wanted.truncate(3);
            let total = db.rows(sql!("proposals_counted"), &wanted)?;
            wanted.extend(params![filter.limit.min(LIST_MAX), filter.offset]);
            let rows = db.rows(sql!("proposals_listed"), &wanted)?;
            let total = total.first().map_or(Ok(0), |row| row.number("total"))?;
            Ok((total, rows.iter().map(proposal).collect::<Result<_, _>>()?))
        })
    }

    pub fn deeds_of(&self, id: ProposalId) -> Result<Vec<DeedRow>, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("deeds_of"), &params![id.0.as_bytes()])?;
            rows.iter().map(deed).collect()
        })
    }

    /// Deeds in force on the same row, each with the act of its proposal.
    pub fn deeds_on(&self, row_key: &str) -> Result<Vec<(Seq, DeedRow)>, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("deeds_on_row"), &params![row_key])?;
            rows.iter().map(|row| Ok((Seq(row.number("seq")?), deed(row)?))).collect()
        })
    }

    pub fn task(&self, id: TaskId) -> Result<Option<TaskRow>, LedgerError> {
        self.read_to_write(|db| task_one(db, id))
    }

    pub fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>, LedgerError> {
        let wanted = params![
            filter.state.map(task_state_code),
            filter.device.map(|device| device.0),
            filter.case.map(|case| case.0),
            filter.limit.min(LIST_MAX),
        ];
        self.report(|db| db.rows(sql!("tasks_listed"), &wanted)?.iter().map(task).collect())
    }

    pub fn refunds_of(&self, id: TaskId) -> Result<Vec<RefundRow>, LedgerError> {
        self.read_to_write(|db| refunds_of(db, id))
    }

    pub fn case_events(&self, case: CaseId) -> Result<Vec<CaseEvent>, LedgerError> {
        self.read(|db| db.rows(sql!("case_events_of"), &params![case.0])?.iter().map(event).collect())
    }

    /// Newest first.
    pub fn acts(&self, filter: &ActFilter) -> Result<Vec<RecordedAct>, LedgerError> {
        let wanted = params![
            filter.subject.as_ref(),
            filter.name.as_ref(),
            filter.by.map(|by| by.0),
            filter.from_ms.unwrap_or(0),
            filter.to_ms.unwrap_or(i64::MAX),
            filter.before.map_or(i64::MAX as u64, |seq| seq.0),
            filter.limit.min(LIST_MAX),
        ];
        self.report(|db| {
            let rows = db.rows(sql!("acts_listed"), &wanted)?;
            with_subjects(db, &rows)
        })
    }

    /// The acts after one, oldest first.
    pub fn acts_after(&self, seq: Seq, limit: u32) -> Result<Vec<RecordedAct>, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("acts_from"), &params![seq.0, limit])?;
            with_subjects(db, &rows)
        })
    }

    /// The act of the last proposal; zero where nobody proposed anything.
    pub fn last_proposed(&self) -> Result<Seq, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("proposal_last"), &[])?;
            rows.first().map_or(Ok(Seq::ZERO), |row| Ok(Seq(row.number("seq")?)))
        })
    }

    /// How many acts have a subject, for what a write is decided on.
    pub fn acts_about(&self, subject: &str) -> Result<u64, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("acts_about"), &params![subject])?;
            rows.first().map_or(Ok(0), |row| row.number("total"))
        })
    }

    /// Settings of one name, the oldest version first.
    pub fn settings(&self, name: &str) -> Result<Vec<SettingRow>, LedgerError> {
        self.read(|db| db.rows(sql!("settings_of"), &params![name])?.iter().map(setting).collect())
    }

    pub fn received(&self, place: EntryRef) -> Result<Option<ReceivedEntry>, LedgerError> {
        let at = params![place.stream.device.0, place.stream.incarnation.0, place.history, place.seq.0];
        self.read(|db| {
            let rows = db.rows(sql!("entry_one"), &at)?;
            let entry = |row: &Row| {
                Ok(ReceivedEntry {
                    place,
                    received_ms: row.int("received_ms")?,
                    hash: ChainHash(row.bytes("hash")?),
                    bytes: row.blob("bytes")?.to_owned(),
                })
            };
            rows.first().map(entry).transpose()
        })
    }

    /// The nearest seal that was given over an entry.
    pub fn seal_over(&self, place: EntryRef) -> Result<Option<SealRow>, LedgerError> {
        let at = params![place.stream.device.0, place.stream.incarnation.0, place.history, place.seq.0];
        self.read(|db| {
            let rows = db.rows(sql!("seal_over"), &at)?;
            let seal = |row: &Row| {
                Ok(SealRow {
                    stream: place.stream,
                    history: place.history,
                    head: Head { seq: Seq(row.number("seq")?), hash: ChainHash(row.bytes("hash")?) },
                    seal: Signature(row.bytes("seal")?),
                })
            };
            rows.first().map(seal).transpose()
        })
    }
}

fn with_subjects(db: &mut dyn Db, rows: &[Row]) -> Result<Vec<RecordedAct>, LedgerError> {
    let mut acts: Vec<RecordedAct> = rows.iter().map(act).collect::<Result<_, _>>()?;
    let keys: Vec<_> = acts.iter().map(|act| params![act.seq.0]).collect();
    for (act, found) in acts.iter_mut().zip(db.rows_each(sql!("act_subjects_of"), &keys)?) {
        act.subjects = found.iter().map(|row| row.string("subject")).collect::<Result<_, _>>()?;
    }
    Ok(acts)
}

fn act(row: &Row) -> Result<RecordedAct, LedgerError> {
    Ok(RecordedAct {
        seq: Seq(row.number("seq")?),
        at_ms: row.int("at_ms")?,
        by: OperatorId(row.number("operator")?),
        kind: row.number("kind")?,
        name: row.string("name")?,
        hash: ChainHash(row.bytes("hash")?),
        seal: Signature(row.bytes("seal")?),
        bytes: row.blob("bytes")?.to_owned(),
        subjects: Vec::new(),
    })
}

/// Where the center's own journal stands, if it has an entry.
pub fn acts_head(db: &mut dyn Db) -> Result<Option<Head>, LedgerError> {
    let rows = db.rows(sql!("acts_last"), &[])?;
    let head = |row: &Row| Ok(Head { seq: Seq(row.number("seq")?), hash: ChainHash(row.bytes("hash")?) });
    rows.first().map(head).transpose()
}

fn proposal(row: &Row) -> Result<ProposalRow, LedgerError> {
    let answered = |by| -> Result<Answered, LedgerError> {
        Ok(Answered { by: OperatorId(by), at_ms: row.int("answered_ms")?, note: row.string("answer_note")? })
    };
    Ok(ProposalRow {
        id: ProposalId(row.uuid("id")?),
        seq: Seq(row.number("seq")?),
        matter: row.json("content")?,
        note: row.string("note")?,
        state: state_of(row.int("state")?)?,
        alone: row.flag("alone")?,
        proposed_by: OperatorId(row.number("proposed_by")?),
        proposed_ms: row.int("proposed_ms")?,
        answered: row.maybe_number("answered_by")?.map(answered).transpose()?,
        preview: row.string("preview")?,
        undone_by: maybe_proposal(row, "undone_by")?,
    })
}

pub fn maybe_proposal(row: &Row, column: &str) -> Result<Option<ProposalId>, LedgerError> {
    Ok(row.maybe_bytes(column)?.map(|bytes| ProposalId(uuid::Uuid::from_bytes(bytes))))
}

pub fn state_code(state: ProposalState) -> i64 {
    match state {
        ProposalState::Waiting => 1,
        ProposalState::InForce => 2,
        ProposalState::Refused => 3,
        ProposalState::Withdrawn => 4,
        ProposalState::Undone => 5,
    }
}

fn state_of(code: i64) -> Result<ProposalState, LedgerError> {
    Ok(match code {
        1 => ProposalState::Waiting,
        2 => ProposalState::InForce,
        3 => ProposalState::Refused,
        4 => ProposalState::Withdrawn,
        5 => ProposalState::Undone,
        _ => return Err(damaged("how a proposal stands")),
    })
}

fn deed(row: &Row) -> Result<DeedRow, LedgerError> {
    Ok(DeedRow {
        proposal: ProposalId(row.uuid("proposal")?),
        part: row.number("part")?,
        deed: row.json("deed")?,
        undone: row.flag("undone")?,
    })
}

pub fn kind_code(kind: AdjustmentKind) -> i64 {
    let place = AdjustmentKind::ALL.iter().position(|known| *known == kind);
    place.expect("every kind is listed") as i64 + 1
}

fn kind_of(code: i64) -> Result<AdjustmentKind, LedgerError> {
    let kind = usize::try_from(code - 1).ok().and_then(|place| AdjustmentKind::ALL.get(place));
    kind.copied().ok_or_else(|| damaged("a kind of adjustment"))
}

pub fn adjustment(row: &Row) -> Result<AdjustmentFact, LedgerError> {
    let placement = row.maybe_blob("placement")?.map(unpack_placement).transpose()?;
    let owner = row.maybe_text("booked_owner")?;
    Ok(AdjustmentFact {
        case: CaseId(row.number("case_id")?),
        order: PaymentOrder {
            business_date: row.day("business_date")?,
            at_ms: row.int("at_ms")?,
            stream: CENTER_JOURNAL,
            seq: Seq(row.number("seq")?),
        },
        adjustment: Adjustment {
            id: AdjustmentId { proposal: ProposalId(row.uuid("proposal")?), part: row.number("part")? },
            customer: row.text("customer")?,
            kind: kind_of(row.int("kind")?)?,
            amount: row.money("amount")?,
            desk: row.text("desk")?,
        },
        of_fact: row.maybe_number("of_fact")?,
        undone: row.flag("undone")?,
        booked: placement.map(|placement| Booked { owner, placement }),
    })
}

pub fn task_state_code(state: TaskState) -> i64 {
    match state {
        TaskState::Open => 1,
        TaskState::Done => 2,
        TaskState::NotDone => 3,
        TaskState::Withdrawn => 4,
    }
}

pub fn task_one(db: &mut dyn Db, id: TaskId) -> Result<Option<TaskRow>, LedgerError> {
    db.rows(sql!("task_one"), &params![id.0.as_bytes()])?.first().map(task).transpose()
}

fn task(row: &Row) -> Result<TaskRow, LedgerError> {
    let reply = |by| -> Result<TaskReply, LedgerError> {
        Ok(TaskReply { by: OperatorId(by), at_ms: row.int("answered_ms")?, note: row.string("answer_note")? })
    };
    Ok(TaskRow {
        task: row.json("content")?,
        proposal: ProposalId(row.uuid("proposal")?),
        answered: row.maybe_number("answered_by")?.map(reply).transpose()?,
        version: row.number("version")?,
    })
}

pub fn refunds_of(db: &mut dyn Db, id: TaskId) -> Result<Vec<RefundRow>, LedgerError> {
    let rows = db.rows(sql!("refunds_of_task"), &params![id.0.as_bytes()])?;
    let refund = |row: &Row| {
        Ok(RefundRow {
            refund: row.json("content")?,
            place: row.place()?,
            terminal: row.text("terminal")?,
            by: OperatorId(row.number("operator")?),
            at_ms: row.int("at_ms")?,
            desk: row.text("desk")?,
        })
    };
    rows.iter().map(refund).collect()
}

fn event(row: &Row) -> Result<CaseEvent, LedgerError> {
    Ok(CaseEvent {
        case: CaseId(row.number("case_id")?),
        version: row.number("version")?,
        at_ms: row.int("at_ms")?,
        by: row.maybe_number("operator")?.map(OperatorId),
        what: CaseEventKind::of(row.str("what")?).ok_or_else(|| damaged("what happened to a case"))?,
        note: row.string("note")?,
        proposal: maybe_proposal(row, "proposal")?,
    })
}

fn setting(row: &Row) -> Result<SettingRow, LedgerError> {
    Ok(SettingRow {
        name: row.string("name")?,
        effective_from: row.day("effective_from")?,
        content: row.string("content")?,
    })
}

/// All settings, for memory.
pub fn all_settings(db: &mut dyn Db) -> Result<Vec<SettingRow>, LedgerError> {
    all(db, super::db::Sql::of("SELECT * FROM settings ORDER BY name, effective_from"), setting)
}
