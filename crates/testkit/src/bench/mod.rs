//! The budgets of the design, measured: each row beside a reference of the same run on the same machine, as a ratio.

mod bill;
mod bill_run;
mod first_sync;
mod import;
mod ingest;
mod paper;
mod payment;
mod read;
mod search;
mod server;
mod shaped_sync;
mod table;
mod wire;

pub use table::{Row, Verdict, as_json, as_table, hundredths, percentile, say, times};

/// What is measured, by name.
pub struct Bench {
    pub name: &'static str,
    pub about: &'static str,
    pub run: fn(&Scale) -> Vec<Row>,
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Search and first sync over 1.1 million customers as well.
    pub whole: bool,
    /// A small and quick round, to see that everything runs.
    pub quick: bool,
    /// How many customers the bill run has; 1,100,000 take minutes.
    pub customers: Option<usize>,
}

pub const BENCHES: &[Bench] = &[
    Bench { name: "take-payment", about: "from the command to the committed payment", run: payment::run },
    Bench { name: "bill", about: "a bill with its derivation", run: bill::run },
    Bench { name: "enter-reading", about: "from the command to the committed reading with its bill", run: read::run },
    Bench { name: "import-readings", about: "a file of a collection system", run: import::run },
    Bench { name: "bill-run", about: "the month's bills of the prefecture, tried and issued", run: bill_run::run },
    Bench { name: "search", about: "the search box over a replica", run: search::run },
    Bench { name: "receipt", about: "a receipt as PDF", run: paper::run },
    Bench { name: "wire", about: "bytes on the wire for a payment, over real HTTP", run: wire::bytes },
    Bench { name: "slow-link", about: "payments over a slow and lossy line", run: wire::slow_links },
    Bench { name: "first-sync", about: "a township arrives at a new desk", run: first_sync::run },
    Bench {
        name: "first-sync-shaped",
        about: "a township, the largest station and the whole directory over shaped lines",
        run: shaped_sync::run,
    },
    Bench { name: "ingest", about: "the center takes journals in from 200 outlets", run: ingest::run },
    Bench { name: "audit", about: "journals are checked from their first entry", run: ingest::audit },
];
