use tests::{Key, Meter, Outcome, Reader, Window};

/// What later chapters come back to.
pub struct Walked {
    /// A customer who has a bill of this round.
    pub billed: String,
    /// Meters that were read on site.
    pub read: Vec<Meter>,
}

pub async fn walks(window: &mut Window) -> Outcome<Walked> {
    let mut reader = Reader::prepare_round(window).await?;
    reader.window.keep_picture("01-rounds").await?;
    reader.open().await?;
    types_what_the_meter_shows(&mut reader).await?;
    shows_registers(&mut reader).await?;
    let jumped = asks_about_a_jump(&mut reader).await?;
    stops_a_digit_too_many(&mut reader).await?;
    asks_about_a_rollover(&mut reader).await?;
    estimates(&mut reader).await?;
    reports_an_anomaly(&mut reader).await?;
    let billed = reads_through_the_head(&mut reader).await?;
    asks_for_a_change(&mut reader).await?;
    for _ in 0..4 {
        reads_as_expected(&mut reader).await?;
    }
    reader.window.press(Key::Escape).await?;
    reader.window.see("rounds").await?;
    let read = vec![jumped, billed.clone()];
    Ok(Walked { billed: billed.customer_no, read })
}

async fn types_what_the_meter_shows(reader: &mut Reader<'_>) -> Outcome {
    let meter = to_a_plain_meter(reader).await?;
    reader.window.write(&meter.after(meter.last_kwh)[0]).await?;
    reader.window.until(&judged(), "the reading is not judged").await?;
    reader.window.keep_picture("02-entry").await?;
    clears(reader).await
}

async fn shows_registers(reader: &mut Reader<'_>) -> Outcome {
    for point in reader.walk().await? {
        let meter = reader.card(&point).await?;
        let shows = meter.after(meter.last_kwh.max(40));
        if shows.len() < 4 {
            continue;
        }
        reader.jump(&meter).await?;
        let (last, before) = shows.split_last().ok_or("a meter has registers")?;
        reader.read(before).await?;
        reader.window.write(last).await?;
        reader.window.see_value("verdict", "data-kwh", &meter.last_kwh.max(40).to_string()).await?;
        reader.window.keep_picture("03-registers").await?;
        return clears(reader).await;
    }
    Err("no meter of the round has several registers".into())
}

async fn asks_about_a_jump(reader: &mut Reader<'_>) -> Outcome<Meter> {
    reader.window.press(Key::Down).await?;
    let meter = to_a_plain_meter(reader).await?;
    reader.read(&meter.after(meter.last_kwh * 3 + 200)).await?;
    reader.window.see("reading-asked").await?;
    reader.window.keep_picture("04-jump").await?;
    confirms(reader).await?;
    reader.next().await?;
    Ok(meter)
}

async fn stops_a_digit_too_many(reader: &mut Reader<'_>) -> Outcome {
    let meter = to_a_plain_meter(reader).await?;
    let shows = format!("1{}", meter.after(meter.last_kwh)[0]);
    reader.read(&[format!("{shows:0>10}").replacen('0', "9", 1)]).await?;
    reader.window.see("reading-stopped").await?;
    reader.window.keep_picture("05-stopped").await?;
    reader.window.press(Key::Escape).await?;
    clears(reader).await
}

async fn asks_about_a_rollover(reader: &mut Reader<'_>) -> Outcome {
    for point in reader.walk().await? {
        let meter = reader.card(&point).await?;
        if !meter.is_about_to_turn_over() {
            continue;
        }
        reader.jump(&meter).await?;
        reader.read(&meter.after(meter.last_kwh.max(60))).await?;
        reader.window.see("reading-asked").await?;
        reader.window.keep_picture("06-rollover").await?;
        confirms(reader).await?;
        return reader.next().await;
    }
    Err("no meter of the round is about to turn over".into())
}

async fn estimates(reader: &mut Reader<'_>) -> Outcome {
    to_a_plain_meter(reader).await?;
    reader.window.press(Key::F4).await?;
    reader.window.until(&judged(), "the estimate is not judged").await?;
    reader.window.keep_picture("07-estimate").await?;
    reader.window.press(Key::Enter).await?;
    reader.has_read(3).await?;
    reader.next().await
}

async fn reports_an_anomaly(reader: &mut Reader<'_>) -> Outcome {
    let meter = to_a_plain_meter(reader).await?;
    reader.window.write(&meter.after(meter.last_kwh)[0]).await?;
    reader.window.press(Key::F6).await?;
    reader.window.see("anomaly-code").await?;
    reader.window.write("11").await?;
    settles(reader).await?;
    reader.window.keep_picture("08-anomaly").await?;
    reader.window.press(Key::Enter).await?;
    reader.window.see_gone("anomalies").await?;
    reader.window.press(Key::Enter).await?;
    reader.has_read(4).await?;
    reader.next().await
}

/// What the head read makes a bill.
async fn reads_through_the_head(reader: &mut Reader<'_>) -> Outcome<Meter> {
    let meter = to_a_plain_meter(reader).await?;
    reader.window.press(Key::F9).await?;
    reader.window.see_css("[data-test=\"read-meter\"][aria-pressed][aria-busy=\"false\"]").await?;
    reader.window.until(&judged(), "the meter head read nothing").await?;
    reader.window.keep_picture("09-meter-head").await?;
    reader.window.press(Key::Enter).await?;
    reader.has_read(5).await?;
    reader.window.see_value("spot-bill", "data-billed", "true").await?;
    reader.window.keep_picture("11-bill").await?;
    reader.window.press(Key::Ctrl('p')).await?;
    reader.window.see("paper-page").await?;
    settles(reader).await?;
    reader.window.keep_picture("12-bill-paper").await?;
    reader.window.press(Key::Escape).await?;
    reader.window.see_gone("paper").await?;
    reader.next().await?;
    Ok(meter)
}

/// The bill is out, so the reading is not touched any more.
async fn asks_for_a_change(reader: &mut Reader<'_>) -> Outcome {
    reader.window.press(Key::Up).await?;
    let meter = reader.meter().await?;
    reader.window.press(Key::Ctrl('e')).await?;
    reader.window.fill("reading-input", &meter.after(meter.last_kwh + 8)[0]).await?;
    reader.window.press(Key::Enter).await?;
    reader.window.see("request-reason").await?;
    reader.window.keep_picture("10-request").await?;
    reader.window.press(Key::Escape).await?;
    reader.window.see_gone("reading-request").await?;
    clears(reader).await?;
    reader.window.press(Key::Ctrl('f')).await?;
    reader.window.press(Key::Enter).await?;
    reader.window.press(Key::Down).await
}

async fn reads_as_expected(reader: &mut Reader<'_>) -> Outcome {
    let meter = to_a_plain_meter(reader).await?;
    reader.read(&meter.after(meter.last_kwh.max(1))).await?;
    reader.window.see_value("spot-bill", "data-billed", "true").await?;
    reader.next().await
}

/// Moves on to the next unread meter with one register and a use worth a jump.
async fn to_a_plain_meter(reader: &mut Reader<'_>) -> Outcome<Meter> {
    for _ in 0..60 {
        let meter = reader.meter().await?;
        let unread = !reader.window.shows("entry-state").await?;
        if unread && meter.has_one_register() && meter.last_kwh > 20 && !meter.is_about_to_turn_over() {
            return Ok(meter);
        }
        reader.window.press(Key::Down).await?;
    }
    Err("no plain meter is left on this round".into())
}

/// The Enter that asked is not the one that confirms, so the reader has to have read the question.
async fn confirms(reader: &mut Reader<'_>) -> Outcome {
    reader.window.see("reading-confirm").await?;
    let answered = "return document.querySelector('[data-test=\"entry\"]')?.dataset.standing !== 'asked'";
    for _ in 0..20 {
        reader.window.press(Key::Enter).await?;
        if reader.window.until_soon(answered).await? {
            return Ok(());
        }
    }
    Err("the question does not go away".into())
}

/// Esc empties the field.
async fn clears(reader: &mut Reader<'_>) -> Outcome {
    reader.window.press(Key::Escape).await?;
    let empty = "return document.querySelector('[data-test=\"reading-input\"]')?.value === ''";
    reader.window.until(empty, "the field is not emptied").await
}

fn judged() -> String {
    "return (document.querySelector('[data-test=\"verdict\"]')?.dataset.kwh ?? '') !== ''".to_owned()
}

/// A dialog fades in; its picture is taken when it stands.
async fn settles(reader: &Reader<'_>) -> Outcome {
    super::settles(reader.window).await
}

pub async fn prints_the_sheet(window: &mut Window) -> Outcome {
    window.see_css("[data-test=\"round-row\"][data-prepared=\"true\"]").await?.click().await?;
    window.press(Key::F9).await?;
    window.see("paper-page").await?;
    super::settles(window).await?;
    window.keep_picture("14-sheet").await?;
    window.press(Key::Escape).await?;
    window.see_gone("paper").await
}
