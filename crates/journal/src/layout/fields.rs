//! The fields of all kinds, numbered in one range so that a number means the same in every kind.

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use super::payment::AllocationBytes;
use super::reading::RegistersBytes;
use super::statement::StatementBytes;
use super::tender::TenderBytes;

#[derive(Default, Encode, Decode)]
#[cbor(map)]
pub(super) struct BodyBytes {
    #[n(1)]
    pub id: Option<ByteArray<16>>,
    #[n(2)]
    pub shift: Option<u32>,
    #[n(3)]
    pub business_date: Option<u32>,
    #[n(4)]
    pub customer: Option<String>,
    #[n(5)]
    pub owner: Option<String>,
    #[n(6)]
    pub basis: Option<u8>,
    #[n(7)]
    pub allocations: Option<Vec<AllocationBytes>>,
    #[n(8)]
    pub tenders: Option<Vec<TenderBytes>>,
    #[n(9)]
    pub change: Option<i64>,
    #[n(10)]
    pub prepaid_used: Option<i64>,
    #[n(11)]
    pub prepaid_added: Option<i64>,
    #[n(12)]
    pub tail_before: Option<i64>,
    #[n(13)]
    pub tail_after: Option<i64>,
    #[n(14)]
    pub receipt: Option<u32>,
    #[n(15)]
    pub opening_cash: Option<i64>,
    #[n(16)]
    pub counted_cash: Option<i64>,
    #[n(17)]
    pub expected_cash: Option<i64>,
    #[n(18)]
    pub payment: Option<ByteArray<16>>,
    #[n(19)]
    pub reason: Option<String>,
    #[n(20)]
    pub cash_returned: Option<i64>,
    #[n(21)]
    pub copy: Option<u32>,
    #[n(22)]
    pub forked_incarnation: Option<u16>,
    #[n(23)]
    pub forked_seq: Option<u64>,
    #[n(24)]
    pub forked_hash: Option<ByteArray<32>>,
    #[n(25)]
    pub prepaid_after: Option<i64>,

    #[n(26)]
    pub segment: Option<String>,
    /// yyyymm
    #[n(27)]
    pub period: Option<u32>,
    /// The planned day of a round, the day of a reading or a notice.
    #[n(28)]
    pub on: Option<u32>,
    #[n(29)]
    pub points: Option<u32>,
    /// SHA-256 of a snapshot, a photo or an imported file.
    #[n(30)]
    pub file: Option<ByteArray<32>>,
    #[n(31)]
    pub point: Option<String>,
    #[n(32)]
    pub meter: Option<String>,
    #[n(33)]
    pub reading_kind: Option<u8>,
    #[n(34)]
    pub method: Option<u8>,
    #[n(35)]
    pub state: Option<u8>,
    #[n(36)]
    pub anomaly: Option<u8>,
    #[n(37)]
    pub estimated: Option<bool>,
    #[n(38)]
    pub registers: Option<RegistersBytes>,
    #[n(39)]
    pub energy_kwh: Option<i64>,
    #[n(40)]
    pub remark: Option<String>,
    #[n(41)]
    pub replaces: Option<ByteArray<16>>,
    #[n(42)]
    pub import: Option<ByteArray<16>>,
    #[n(43)]
    pub row: Option<u32>,
    #[n(44)]
    pub reading: Option<ByteArray<16>>,
    #[n(45)]
    pub readings: Option<Vec<ByteArray<16>>>,
    #[n(46)]
    pub verdict: Option<u8>,

    #[n(47)]
    pub number: Option<u32>,
    /// Of the period's bills.
    #[n(48)]
    pub issue: Option<u8>,
    #[n(49)]
    pub archive_version: Option<u64>,
    #[n(50)]
    pub penalty_start: Option<u32>,
    #[n(51)]
    pub statement: Option<StatementBytes>,

    #[n(52)]
    pub asked_at_ms: Option<i64>,
    #[n(53)]
    pub due_at_ms: Option<i64>,

    #[n(54)]
    pub profile: Option<String>,
    #[n(55)]
    pub file_name: Option<String>,
    #[n(56)]
    pub rows: Option<u32>,
    #[n(57)]
    pub accepted: Option<u32>,
    #[n(58)]
    pub corrected: Option<u32>,
    #[n(59)]
    pub rejected: Option<u32>,

    #[n(60)]
    pub notice: Option<u8>,
    #[n(61)]
    pub principal: Option<i64>,
    #[n(62)]
    pub penalty: Option<i64>,
    #[n(63)]
    pub pay_by: Option<u32>,
    #[n(64)]
    pub cut_from: Option<u32>,

    #[n(65)]
    pub task: Option<ByteArray<16>>,
    /// What was answered to a task or a proposal.
    #[n(66)]
    pub outcome: Option<u8>,
    #[n(67)]
    pub paid_to: Option<String>,
    #[n(68)]
    pub archive_field: Option<u8>,
    #[n(69)]
    pub seen: Option<String>,
    #[n(70)]
    pub wanted: Option<String>,
    /// A document of the trade as JSON text.
    #[n(71)]
    pub document: Option<String>,
    #[n(72)]
    pub alone: Option<bool>,
    #[n(73)]
    pub case: Option<u64>,
    #[n(74)]
    pub case_owner: Option<u32>,
}

impl BodyBytes {
    /// All amounts of all kinds, and quantities that somebody adds up like amounts.
    pub fn amounts(&self) -> impl Iterator<Item = i64> {
        let single = [
            self.change,
            self.prepaid_used,
            self.prepaid_added,
            self.prepaid_after,
            self.tail_before,
            self.tail_after,
            self.opening_cash,
            self.counted_cash,
            self.expected_cash,
            self.cash_returned,
            self.energy_kwh,
            self.principal,
            self.penalty,
        ];
        let bills = self.allocations.iter().flatten().flat_map(AllocationBytes::amounts);
        let tenders = self.tenders.iter().flatten().map(TenderBytes::amount);
        let statement = self.statement.iter().flat_map(StatementBytes::amounts);
        single.into_iter().flatten().chain(bills).chain(tenders).chain(statement)
    }
}
