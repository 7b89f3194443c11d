//! What the page may ask, a file a screen's verbs. Each is three lines: the request becomes a command, the outlet runs it,
//! the answer becomes a view.

mod bills;
mod customers;
mod desk;
mod imports;
mod meter_head;
mod notices;
mod payments;
mod readings;
mod receipts;
mod review;
mod rounds;
mod session;
mod settings;
mod shift;
mod sync;
mod tasks;
#[cfg(test)]
mod tests;

use tauri::ipc::Invoke;
use tauri::{Runtime, State};

use crate::desk::Desk;
use crate::view::CommandErrorView;

type DeskState<'a> = State<'a, Desk>;
type Answer<T> = Result<T, CommandErrorView>;

pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        desk::desk,
        desk::enrol,
        session::sign_in,
        session::sign_out,
        session::release_sign_in,
        shift::open_shift,
        shift::close_shift,
        shift::current_shift,
        customers::search_customers,
        customers::open_customer,
        customers::look_up_elsewhere,
        payments::open_payment_draft,
        payments::close_payment_draft,
        payments::preview_payment,
        payments::take_payment,
        payments::day_payments,
        payments::reverse_payment,
        receipts::preview_receipt,
        receipts::print_receipt,
        receipts::save_receipt,
        receipts::list_printers,
        rounds::rounds,
        rounds::prepare_round,
        rounds::round_points,
        rounds::reading_card,
        readings::judge_reading,
        readings::enter_reading,
        readings::withdraw_reading,
        readings::request_reading_change,
        readings::attach_photo,
        readings::photo,
        meter_head::meter_ports,
        meter_head::read_meter_head,
        review::review_list,
        review::review_readings,
        bills::bill_statement,
        bills::issue_ready_bills,
        bills::preview_paper,
        bills::print_paper,
        bills::save_paper,
        imports::import_profiles,
        imports::preview_import,
        imports::import_readings,
        notices::arrears,
        notices::restore_requests,
        tasks::tasks,
        tasks::answer_task,
        tasks::open_refund_draft,
        tasks::close_refund_draft,
        tasks::pay_refund,
        tasks::request_archive_change,
        tasks::archive_changes,
        settings::preferences,
        settings::set_preferences,
        sync::status,
        sync::sync_now,
        sync::set_link,
    ]
}
