//! Counters in Prometheus' text form. Numbers only.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Center;
use crate::Prefecture;
use crate::app::EXCHANGE_MS;
use crate::ledger::LedgerError;

pub async fn metrics(State(center): State<Center>) -> Response {
    let text = tokio::task::spawn_blocking(move || page(&center.prefecture)).await;
    match text {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn page(prefecture: &Prefecture) -> Result<String, LedgerError> {
    let meters = prefecture.meters();
    let devices = prefecture.devices();
    let mut page = Page(String::new());
    let of = |counter: &AtomicU64| counter.load(Relaxed);
    page.counter("qingjiang_entries_accepted_total", "Entries that were written since the start.", of(&meters.entries));
    page.counter("qingjiang_payments_total", "Payments among them.", of(&meters.payments));
    page.counter("qingjiang_amount_fen_total", "What those payments collected, in fen.", of(&meters.amount_fen));
    page.counter("qingjiang_readings_total", "Readings that were taken in.", of(&meters.readings));
    page.counter("qingjiang_bills_total", "Bills that were issued, differences included.", of(&meters.bills));
    page.counter("qingjiang_attached_bytes_total", "Bytes of attachments.", of(&meters.attached_bytes));
    page.counter("qingjiang_commits_total", "Commits of the books.", of(&meters.commits));
    let seen = devices.iter().filter(|device| device.seen.is_some()).count();
    page.gauge("qingjiang_devices", "Enrolled devices.", devices.len() as u64);
    page.gauge("qingjiang_devices_seen", "Devices that were heard of.", seen as u64);
    page.head("qingjiang_open_cases", "gauge", "Open cases by kind.");
    for (kind, count) in prefecture.open_cases_by_kind()? {
        page.line(format_args!("qingjiang_open_cases{{kind=\"{kind}\"}} {count}"));
    }
    page.head("qingjiang_refusals_total", "counter", "Refusals by kind since the start.");
    for (kind, count) in meters.refusals() {
        page.line(format_args!("qingjiang_refusals_total{{kind=\"{kind}\"}} {count}"));
    }
    page.exchanges(prefecture);
    Ok(page.0)
}

struct Page(String);

impl Page {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.0, "{line}").expect("writing into memory does not fail");
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"));
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.head(name, "counter", help);
        self.line(format_args!("{name} {value}"));
    }

    fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.head(name, "gauge", help);
        self.line(format_args!("{name} {value}"));
    }

    fn exchanges(&mut self, prefecture: &Prefecture) {
        let (meters, name) = (prefecture.meters(), "qingjiang_exchange_seconds");
        self.head(name, "histogram", "How long exchanges took.");
        for (bound, count) in EXCHANGE_MS.iter().zip(&meters.exchanges) {
            let count = count.load(Relaxed);
            self.line(format_args!("{name}_bucket{{le=\"{}.{:03}\"}} {count}", bound / 1_000, bound % 1_000));
        }
        let (count, micros) = (meters.exchange_count.load(Relaxed), meters.exchange_micros.load(Relaxed));
        self.line(format_args!("{name}_bucket{{le=\"+Inf\"}} {count}"));
        self.line(format_args!("{name}_sum {}.{:06}", micros / 1_000_000, micros % 1_000_000));
        self.line(format_args!("{name}_count {count}"));
    }
}
