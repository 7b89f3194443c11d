use outlet::{DayPayment, TakePayment};

use super::{Answer, DeskState};
use crate::clock::today;
use crate::request::{customer_no, date, payment_id, reversal_id};
use crate::said::Said;
use crate::show;
use crate::view::{
    DayPaymentView, DayView, PaymentPreviewView, ReversePaymentRequest, TakePaymentRequest, TakenPaymentView,
};

/// Durable before any money is named, so that after a crash the desk knows what became of the payment.
#[tauri::command]
pub async fn open_payment_draft(desk: DeskState<'_>, payment_id: String, customer_no: String) -> Answer<()> {
    let (payment, customer) = (self::payment_id(&payment_id)?, self::customer_no(&customer_no)?);
    desk.outlet_in_use()?.run(move |outlet| outlet.open_draft(payment, customer)).await
}

#[tauri::command]
pub async fn close_payment_draft(desk: DeskState<'_>, payment_id: String) -> Answer<()> {
    let payment = self::payment_id(&payment_id)?;
    desk.outlet()?.run(move |outlet| outlet.close_draft(payment)).await
}

#[tauri::command]
pub async fn preview_payment(desk: DeskState<'_>, request: TakePaymentRequest) -> Answer<PaymentPreviewView> {
    let command = TakePayment::try_from(request)?;
    let preview = desk.outlet_in_use()?.run(move |outlet| outlet.preview_payment(&command.customer, &command.tendered));
    Ok(show::preview(preview.await?))
}

#[tauri::command]
pub async fn take_payment(desk: DeskState<'_>, request: TakePaymentRequest) -> Answer<TakenPaymentView> {
    let command = TakePayment::try_from(request)?;
    let taken = desk.outlet()?.run(move |outlet| -> Answer<TakenPaymentView> {
        let taken = outlet.take_payment(&command).map_err(|error| error.said(outlet))?;
        Ok(show::taken(outlet, &taken)?)
    });
    let view = taken.await?;
    desk.changed();
    Ok(view)
}

/// Without a date: the open shift's, or today's.
#[tauri::command]
pub async fn day_payments(desk: DeskState<'_>, business_date: Option<String>) -> Answer<DayView> {
    let asked = business_date.as_deref().map(date).transpose()?;
    let day = desk.outlet_in_use()?.run(move |outlet| {
        let shift = outlet.read().open_shift()?.map(|row| row.shift.business_date);
        let day = outlet.day(asked.or(shift).unwrap_or_else(|| today(outlet.now())))?;
        show::day(outlet, day)
    });
    day.await
}

#[tauri::command]
pub async fn reverse_payment(desk: DeskState<'_>, request: ReversePaymentRequest) -> Answer<DayPaymentView> {
    let (reversal, payment) = (reversal_id(&request.reversal_id)?, payment_id(&request.payment_id)?);
    let reversed = desk.outlet()?.run(move |outlet| -> Answer<DayPayment> {
        let reversed =
            outlet.reverse_payment(reversal, payment, &request.reason).map_err(|error| error.said(outlet))?;
        Ok(outlet.day_payment(reversed.row)?)
    });
    let view = show::day_payment(reversed.await?);
    desk.changed();
    Ok(view)
}
