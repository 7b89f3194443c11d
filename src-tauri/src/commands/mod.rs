//! What the page may ask, a file a screen's verbs. Each is three lines: the request becomes a command, the outlet runs it,
//! the answer becomes a view.

mod customers;
mod desk;
mod payments;
mod receipts;
mod session;
mod settings;
mod shift;
mod sync;
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
        settings::preferences,
        settings::set_preferences,
        sync::status,
        sync::sync_now,
        sync::set_link,
    ]
}
