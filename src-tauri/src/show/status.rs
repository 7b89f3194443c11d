use outlet::{Outlet, SyncProgress, SyncStage};
use store::StoreError;

use crate::link::Link;
use crate::view::{StatusView, SyncProgressView};

pub fn status(outlet: &Outlet, link: &Link) -> Result<StatusView, StoreError> {
    let (status, report) = (outlet.status()?, link.report());
    Ok(StatusView {
        link: report.state,
        last_sync_at_ms: status.last_sync.map(|sync| sync.at_ms),
        last_sync_problem: report.problem.map(crate::said::code_of),
        unsent: status.unsent,
        oldest_unsent_ms: status.oldest_unsent_ms,
        drawer: status.drawer.map(|drawer| drawer.to_string()),
        syncing: report.syncing,
        clock_off_by_ms: status.clock_off_by_ms,
        last_sync_bytes: report.last_bytes,
        now_ms: status.now_ms,
        open_cases: status.open_cases,
        open_tasks: status.open_tasks,
    })
}

pub fn progress(progress: SyncProgress) -> SyncProgressView {
    let stage = match progress.stage {
        SyncStage::Sending => "sending",
        SyncStage::Receiving => "receiving",
        SyncStage::Comparing => "comparing",
        SyncStage::Attaching => "attaching",
    };
    SyncProgressView { stage: stage.to_owned(), done: progress.done, total: progress.total }
}
