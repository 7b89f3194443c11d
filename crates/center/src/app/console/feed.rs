//! News for whoever looks at a list: which topics changed, and nothing more; what changed is asked for as always.
//!
//! One task looks at the database once a second while anybody listens, because another process of this center may have written;
//! what this process commits is looked at at once.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{Notify, watch};
use utoipa::ToSchema;

use crate::app::{Prefecture, lock};
use crate::ledger::LedgerError;

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What news is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    Cases,
    Proposals,
    Fleet,
    Units,
    Customers,
    Bills,
    Tariffs,
    Operators,
    Audit,
}

impl Topic {
    pub const ALL: [Topic; 9] = [
        Topic::Cases,
        Topic::Proposals,
        Topic::Fleet,
        Topic::Units,
        Topic::Customers,
        Topic::Bills,
        Topic::Tariffs,
        Topic::Operators,
        Topic::Audit,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Topic::Cases => "cases",
            Topic::Proposals => "proposals",
            Topic::Fleet => "fleet",
            Topic::Units => "units",
            Topic::Customers => "customers",
            Topic::Bills => "bills",
            Topic::Tariffs => "tariffs",
            Topic::Operators => "operators",
            Topic::Audit => "audit",
        }
    }
}

/// How far each topic is.
pub type Marks = BTreeMap<Topic, i64>;

/// Where news comes from.
pub struct Feed {
    marks: watch::Sender<Marks>,
    changed: Notify,
    /// Whether the task that looks is at work.
    is_looking: Mutex<bool>,
    closed: watch::Sender<bool>,
}

impl Default for Feed {
    fn default() -> Feed {
        Feed {
            marks: watch::Sender::new(Marks::new()),
            changed: Notify::new(),
            is_looking: Mutex::default(),
            closed: watch::Sender::new(false),
        }
    }
}

impl Feed {
    /// This process changed something.
    pub fn ping(&self) {
        self.changed.notify_one();
    }

    /// The center stops: whoever listens hears no more.
    pub fn close(&self) {
        self.closed.send_replace(true);
        self.ping();
    }

    /// Resolves when the center stops.
    pub async fn closing(&self) {
        let mut closed = self.closed.subscribe();
        // The sender lives as long as the feed.
        let _ = closed.wait_for(|closed| *closed).await;
    }
}

impl Prefecture {
    pub fn feed(&self) -> &Feed {
        &self.0.feed
    }

    /// The marks as they are, and as they change from now on.
    pub async fn listen(&self) -> Result<watch::Receiver<Marks>, LedgerError> {
        let center = self.clone();
        let now = tokio::task::spawn_blocking(move || center.marks()).await.unwrap_or_else(|_| Ok(Marks::new()))?;
        let listener = self.0.feed.marks.subscribe();
        self.0.feed.marks.send_if_modified(|marks| {
            let is_new = *marks != now;
            *marks = now;
            is_new
        });
        let mut is_looking = lock(&self.0.feed.is_looking);
        if !*is_looking {
            *is_looking = true;
            tokio::spawn(look(self.clone()));
        }
        Ok(listener)
    }

    fn marks(&self) -> Result<Marks, LedgerError> {
        let rows = self.0.ledger.marks()?;
        let topic = |name: &str| Topic::ALL.into_iter().find(|topic| topic.name() == name);
        let mut marks: Marks = rows.iter().filter_map(|(name, mark)| Some((topic(name)?, *mark))).collect();
        // Sightings reach the database with the next commit; the fleet's page shows them at once.
        let last_seen = lock(&self.0.sightings).values().map(|(seen, _)| seen.at_ms).max().unwrap_or(0);
        *marks.entry(Topic::Fleet).or_default() += last_seen;
        Ok(marks)
    }
}

/// Looks while anybody listens.
async fn look(center: Prefecture) {
    loop {
        let feed = center.feed();
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = feed.changed.notified() => {}
        }
        {
            let mut is_looking = lock(&feed.is_looking);
            if feed.marks.receiver_count() == 0 || *feed.closed.borrow() {
                *is_looking = false;
                return;
            }
        }
        let books = center.clone();
        match tokio::task::spawn_blocking(move || books.marks()).await {
            Ok(Ok(now)) => {
                feed.marks.send_if_modified(|marks| {
                    let is_new = *marks != now;
                    *marks = now;
                    is_new
                });
            }
            Ok(Err(error)) => tracing::error!(%error, "news cannot be read now"),
            Err(error) => tracing::error!(%error, "looking for news failed"),
        }
    }
}
