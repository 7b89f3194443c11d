//! The center's own journal: what people do here, chained and sealed like the journal of a desk, in the same commit as its
//! effects.

use std::sync::{MutexGuard, PoisonError};

use domain::{DeviceId, FileHash, Matter, OperatorId, ProposalAnswer, ReleasePurpose, Seq, TerminalCode, UnitCode};
use journal::{Entry, EntryBody, Head, PublicKey, ReadEntry, TimeEvidence, encode, root, seal_head, verify_head};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::DecisionError;
use crate::app::Prefecture;
use crate::app::books::Books;
use crate::ledger::{ActFilter, CENTER_JOURNAL, CaseRow, Effects, Ledger, LedgerError, RecordedAct};

/// Who acts where nobody is signed in: the center itself, by its command line or by a tool with the administrators' token.
pub const THE_CENTER: OperatorId = OperatorId(0);

/// Acts that are read at a time while the journal is checked.
const ACTS_AT_ONCE: u32 = 1_000;

/// 管理操作 that is no proposal. Variants and fields are only added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "act", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum CenterAct {
    /// 停用终端
    DeviceSuspended { device: DeviceId },
    /// 恢复终端
    DeviceResumed { device: DeviceId },
    /// 发放注册码. The code itself is never written down.
    EnrolmentCodeGiven { unit: UnitCode, terminal: TerminalCode },
    /// 发放解锁码. The code itself is never written down.
    ReleaseCodeGiven { device: DeviceId, purpose: ReleasePurpose, until: chrono::NaiveDate, serial: u8 },
    /// 登录
    SignedIn { login: String },
    /// 账号锁定
    LoginLocked { login: String },
    /// 退出
    SignedOut { login: String },
    /// 第二因素: a second factor was set up or taken away.
    SecondFactorChanged { operator: OperatorId, is_set: bool },
    /// 发布参数
    SettingsReleased { name: String, effective_from: chrono::NaiveDate },
    /// 月度算费
    BillRunStarted { run: u64 },
    /// 退补
    CorrectionSettled { customer: domain::CustomerNo },
}

impl CenterAct {
    /// The word in lists and searches.
    pub fn name(&self) -> &'static str {
        match self {
            CenterAct::DeviceSuspended { .. } => "device-suspended",
            CenterAct::DeviceResumed { .. } => "device-resumed",
            CenterAct::EnrolmentCodeGiven { .. } => "enrolment-code-given",
            CenterAct::ReleaseCodeGiven { .. } => "release-code-given",
            CenterAct::SignedIn { .. } => "signed-in",
            CenterAct::LoginLocked { .. } => "login-locked",
            CenterAct::SignedOut { .. } => "signed-out",
            CenterAct::SecondFactorChanged { .. } => "second-factor-changed",
            CenterAct::SettingsReleased { .. } => "settings-released",
            CenterAct::BillRunStarted { .. } => "bill-run-started",
            CenterAct::CorrectionSettled { .. } => "correction-settled",
        }
    }

    /// What it is about.
    fn subjects(&self) -> Vec<String> {
        match self {
            CenterAct::DeviceSuspended { device }
            | CenterAct::DeviceResumed { device }
            | CenterAct::ReleaseCodeGiven { device, .. } => vec![format!("device:{device}")],
            CenterAct::EnrolmentCodeGiven { terminal, .. } => vec![format!("terminal:{terminal}")],
            CenterAct::SignedIn { login } | CenterAct::LoginLocked { login } | CenterAct::SignedOut { login } => {
                vec![format!("login:{login}")]
            }
            CenterAct::SecondFactorChanged { operator, .. } => vec![format!("operator:{operator}")],
            CenterAct::SettingsReleased { name, .. } => vec![format!("settings:{name}")],
            CenterAct::BillRunStarted { run } => vec![format!("bill-run:{run}")],
            CenterAct::CorrectionSettled { customer } => vec![format!("customer:{customer}")],
        }
    }
}

/// How far the center's journal was checked: all of it when it was opened, and what was appended since when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedActs {
    /// The last act that holds; `None` where there is none, or where one does not fit.
    pub head: Option<Head>,
    /// The first entry that does not fit.
    pub broken_at: Option<Seq>,
}

/// A page of the audit trail.
#[derive(Clone, Debug)]
pub struct ActsView {
    pub acts: Vec<RecordedAct>,
    pub verified: VerifiedActs,
}

impl Prefecture {
    /// Writes down what somebody did at the center, with whatever else it is about. A commit of its own.
    pub fn record(&self, by: OperatorId, act: &CenterAct, subjects: &[String]) -> Result<(), DecisionError> {
        self.check_acts()?;
        let mut books = self.books()?;
        let mut effects = Effects { at_ms: self.now_ms(), version: books.version, ..Effects::default() };
        self.note_act(&books, &mut effects, by, act, subjects);
        Ok(self.commit(&mut books, effects)?)
    }

    /// Adds an act to effects that are about to be committed.
    pub(in crate::app) fn note_act(
        &self,
        books: &Books,
        effects: &mut Effects,
        by: OperatorId,
        act: &CenterAct,
        subjects: &[String],
    ) {
        let document = serde_json::to_string(act).expect("an act can be written as JSON");
        let subjects = act.subjects().into_iter().chain(subjects.iter().cloned()).collect();
        self.append_act(books, effects, by, EntryBody::ActRecorded { act: document }, act.name(), subjects);
    }

    /// The number that the next act will have.
    pub(super) fn next_act(&self, books: &Books) -> Seq {
        books.acts_head.map_or(Seq(1), |head| head.seq.next())
    }

    /// Chains and seals an entry after whatever these effects hold already.
    pub(super) fn append_act(
        &self,
        books: &Books,
        effects: &mut Effects,
        by: OperatorId,
        body: EntryBody,
        name: &str,
        mut subjects: Vec<String>,
    ) {
        let last = effects.decisions.acts.last().map(|act| Head { seq: act.seq, hash: act.hash });
        let before = last.or(books.acts_head).unwrap_or_else(|| start(&self.key().public_key()));
        let at_ms = self.now_ms();
        let time = TimeEvidence { wall_ms: at_ms, boot: [0; 8], monotonic_ms: 0, center: None };
        let kind = body.kind();
        let bytes = encode(&Entry { stream: CENTER_JOURNAL, seq: before.seq.next(), time, by, body });
        let head = before.after(&bytes);
        let seal = seal_head(self.key(), CENTER_JOURNAL, &head);
        subjects.push(format!("operator:{by}"));
        subjects.sort_unstable();
        subjects.dedup();
        let (seq, hash, name) = (head.seq, head.hash, name.to_owned());
        effects.decisions.acts.push(RecordedAct { seq, at_ms, by, kind, name, hash, seal, bytes, subjects });
    }

    /// No decision is written after a journal that does not hold together.
    pub(in crate::app) fn check_acts(&self) -> Result<(), DecisionError> {
        match self.checked_acts().broken_at {
            Some(at) => Err(DecisionError::BrokenJournal { at: at.0 }),
            None => Ok(()),
        }
    }

    /// The audit trail, newest first, with how far its chain was checked.
    pub fn acts(&self, filter: &ActFilter) -> Result<ActsView, LedgerError> {
        Ok(ActsView { acts: self.0.ledger.acts(filter)?, verified: self.check_newer_acts()? })
    }

    /// Goes on from the last act that was checked, whichever process of the center wrote the newer ones.
    fn check_newer_acts(&self) -> Result<VerifiedActs, LedgerError> {
        let mut checked = self.checked_acts();
        if checked.broken_at.is_none() {
            *checked = verify_after(&self.0.ledger, &self.key().public_key(), checked.head)?;
        }
        Ok(*checked)
    }

    fn checked_acts(&self) -> MutexGuard<'_, VerifiedActs> {
        self.0.acts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The acts after one, oldest first, as they are chained.
    pub fn acts_after(&self, seq: Seq, limit: u32) -> Result<Vec<RecordedAct>, LedgerError> {
        self.0.ledger.acts_after(seq, limit)
    }

    /// Walks the whole journal of the center.
    pub fn verify_acts(&self) -> Result<VerifiedActs, LedgerError> {
        verify(&self.0.ledger, &self.key().public_key())
    }
}

fn start(key: &PublicKey) -> Head {
    Head { seq: Seq::ZERO, hash: root(CENTER_JOURNAL, key) }
}

/// Walks the journal from its beginning: each entry is one, says what its row says, follows the one before, and the last is
/// sealed by the center's key. A proposal whose act is missing shows that the end was cut off.
pub(in crate::app) fn verify(ledger: &Ledger, key: &PublicKey) -> Result<VerifiedActs, LedgerError> {
    verify_after(ledger, key, None)
}

/// As `verify`, from an act on that was found to hold.
fn verify_after(ledger: &Ledger, key: &PublicKey, checked: Option<Head>) -> Result<VerifiedActs, LedgerError> {
    // Asked first: a proposal that somebody makes meanwhile is no sign of a missing act.
    let last_proposed = ledger.last_proposed()?;
    let mut head = checked.unwrap_or_else(|| start(key));
    let mut last: Option<RecordedAct> = None;
    loop {
        let acts = ledger.acts_after(head.seq, ACTS_AT_ONCE)?;
        if acts.is_empty() {
            break;
        }
        for act in acts {
            let next = head.after(&act.bytes);
            if act.seq != next.seq || act.hash != next.hash || !is_what_it_says(&act) {
                return Ok(broken(head.seq.next()));
            }
            head = next;
            last = Some(act);
        }
    }
    if last_proposed > head.seq {
        return Ok(broken(head.seq.next()));
    }
    let is_sealed = |act: &RecordedAct| verify_head(key, CENTER_JOURNAL, &head, &act.seal).is_ok();
    match last {
        Some(act) if !is_sealed(&act) => Ok(broken(act.seq)),
        Some(_) => Ok(VerifiedActs { head: Some(head), broken_at: None }),
        None => Ok(VerifiedActs { head: checked, broken_at: None }),
    }
}

/// Says it loudly: somebody changed what may never change.
fn broken(at: Seq) -> VerifiedActs {
    tracing::error!(at = at.0, "the journal of the center does not hold together; no decision will be written");
    VerifiedActs { head: None, broken_at: Some(at) }
}

/// The columns that people search by are those of the entry.
fn is_what_it_says(act: &RecordedAct) -> bool {
    let Ok(entry) = ReadEntry::of(&act.bytes) else { return false };
    let by_whom = match &entry {
        ReadEntry::Known(entry) => (entry.body.kind(), entry.by, entry.time.wall_ms) == (act.kind, act.by, act.at_ms),
        ReadEntry::Parked { kind, .. } => *kind == act.kind,
    };
    entry.stream() == CENTER_JOURNAL && entry.seq() == act.seq && by_whom
}

/// A matter as the journal keeps it. It is exported for good, so of a verifier it holds a digest only.
pub fn document_of(matter: &Matter) -> String {
    let mut matter = matter.clone();
    if let Matter::Operator { operator } = &mut matter
        && !operator.verifier.is_empty()
    {
        operator.verifier = format!("sha256:{}", FileHash(Sha256::digest(&operator.verifier).into()));
    }
    serde_json::to_string(&matter).expect("a matter can be written as JSON")
}

/// The word for what somebody said to a proposal.
pub fn answer_name(answer: ProposalAnswer) -> &'static str {
    match answer {
        ProposalAnswer::Approved => "approved",
        ProposalAnswer::Refused => "refused",
        ProposalAnswer::Withdrawn => "taken-back",
    }
}

/// What a matter is about: its cases with their customers and devices, the decision that it undoes, or what it publishes.
pub fn subjects_of<'a>(matter: &Matter, cases: impl Iterator<Item = &'a CaseRow>) -> Vec<String> {
    let mut subjects = Vec::new();
    for case in cases {
        subjects.push(format!("case:{}", case.id.0));
        subjects.extend(case.customer.iter().map(|customer| format!("customer:{customer}")));
        subjects.extend(case.sides.iter().map(|side| format!("device:{}", side.stream.device)));
    }
    match matter {
        Matter::Cases { .. } => {}
        Matter::Undo { decision } => subjects.push(format!("proposal:{decision}")),
        Matter::Price { price } => subjects.push(format!("price:{}", price.code)),
        Matter::Billing { .. } => subjects.push("settings:billing".to_owned()),
        Matter::Collection { .. } => subjects.push("settings:collection".to_owned()),
        Matter::Operator { operator } => subjects.push(format!("operator:{}", operator.id)),
    }
    subjects
}
