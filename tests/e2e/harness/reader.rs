use serde_json::{Value, json};

use crate::Outcome;
use crate::window::{Key, Window};

/// A meter reader at the window.
pub struct Reader<'a> {
    pub window: &'a mut Window,
    round: Value,
}

/// What the card says of the meter in front.
#[derive(Clone, Debug)]
pub struct Meter {
    pub point_no: String,
    pub customer_no: String,
    pub meter_no: String,
    /// Register and what it showed last, in hundredths.
    registers: Vec<(String, i64)>,
    /// 10 to the power of the digits before the point, in hundredths.
    range: i64,
    multiplier: i64,
    /// kWh of last month.
    pub last_kwh: i64,
}

impl Meter {
    /// From the answer of `reading_card`.
    pub fn of(card: &Value) -> Meter {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let register = |known: &Value| (text(&known["register"]), hundredths(&text(&known["last"])));
        let whole: u32 = text(&card["digits"]).split('.').next().and_then(|digits| digits.parse().ok()).unwrap_or(6);
        Meter {
            point_no: text(&card["pointNo"]),
            customer_no: text(&card["customerNo"]),
            meter_no: text(&card["meterNo"]),
            registers: card["registers"].as_array().into_iter().flatten().map(register).collect(),
            range: 10_i64.pow(whole) * 100,
            multiplier: text(&card["multiplier"]).parse().unwrap_or(1),
            last_kwh: card["months"][0]["kwh"].as_i64().unwrap_or(0),
        }
    }

    pub fn has_one_register(&self) -> bool {
        self.registers.len() == 1
    }

    /// The next thousand kWh turn the register over.
    pub fn is_about_to_turn_over(&self) -> bool {
        self.has_one_register() && self.registers[0].1 + 100_000 > self.range
    }

    /// What each register shows after so many kWh more; the flat rate takes what the others leave.
    pub fn after(&self, kwh: i64) -> Vec<String> {
        let more = kwh * 100 / self.multiplier;
        let share = more / 4;
        let shows = |(register, last): &(String, i64)| match register.as_str() {
            "active-total" => last + more,
            "active-flat" => last + more - 3 * share,
            "active-sharp" | "active-peak" | "active-valley" => last + share,
            "reactive" => last + more / 10,
            _ => *last,
        };
        self.registers.iter().map(|register| written(shows(register) % self.range)).collect()
    }
}

/// Demand has four decimals; what a customer used does not hang on the last two.
fn hundredths(text: &str) -> i64 {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{decimals:0<2.2}").parse().unwrap_or(0)
}

fn written(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

impl Reader<'_> {
    /// Prepares the first round that bills on the spot, and opens it.
    pub async fn open_round(window: &mut Window) -> Outcome<Reader<'_>> {
        let mut reader = Reader::prepare_round(window).await?;
        reader.open().await?;
        Ok(reader)
    }

    pub async fn prepare_round(window: &mut Window) -> Outcome<Reader<'_>> {
        window.see("round-row").await?;
        let listed = window.invoke("rounds", json!({ "period": null })).await?;
        let rounds = listed["rounds"].as_array().ok_or("there are no rounds")?;
        let place = rounds.iter().position(|round| round["onTheSpot"] == true).ok_or("no round bills on the spot")?;
        let round = rounds[place]["round"].clone();
        let segment = round["segment"].as_str().unwrap_or_default().to_owned();
        for _ in 0..place {
            window.press(Key::Down).await?;
        }
        window
            .see_css(&format!("[data-test=\"round-row\"][data-segment=\"{segment}\"][aria-selected=\"true\"]"))
            .await?;
        window.press(Key::Enter).await?;
        window.see("rounds-done").await?;
        Ok(Reader { window, round })
    }

    pub async fn open(&mut self) -> Outcome {
        self.window.press(Key::Enter).await?;
        self.window.see("entry").await?;
        Ok(())
    }

    /// The meter in front, once its card is there.
    pub async fn meter(&self) -> Outcome<Meter> {
        let ready = "[data-test=\"reading-input\"][data-ready=\"true\"]";
        let field = self.window.see_css(ready).await?;
        let point_no = field.attr("data-point").await?.unwrap_or_default();
        self.card(&point_no).await
    }

    pub async fn card(&self, point_no: &str) -> Outcome<Meter> {
        let asked = json!({ "round": self.round, "pointNo": point_no });
        Ok(Meter::of(&self.window.invoke("reading_card", asked).await?))
    }

    /// All meters of the round, in the order of walking.
    pub async fn walk(&self) -> Outcome<Vec<String>> {
        let round = self.window.invoke("round_points", json!({ "round": self.round })).await?;
        let points = round["points"].as_array().into_iter().flatten();
        Ok(points.filter_map(|point| point["pointNo"].as_str().map(str::to_owned)).collect())
    }

    /// Goes to a meter by its number, as a scanner would.
    pub async fn jump(&mut self, meter: &Meter) -> Outcome {
        self.window.press(Key::Ctrl('f')).await?;
        self.window.write(&meter.meter_no).await?;
        self.window.press(Key::Enter).await?;
        self.window.see_css(&in_front(&meter.point_no)).await?;
        Ok(())
    }

    /// Types what the meter shows, and Enter after each register.
    pub async fn read(&mut self, shows: &[String]) -> Outcome {
        for value in shows {
            self.window.write(value).await?;
            self.window.press(Key::Enter).await?;
        }
        Ok(())
    }

    /// Waits until so many meters are read.
    pub async fn has_read(&self, count: usize) -> Outcome {
        self.window.see_value("entry-progress", "data-read", &count.to_string()).await
    }

    /// Leaves a bill that is in front for the next meter.
    pub async fn next(&mut self) -> Outcome {
        if self.window.shows("spot-bill").await? {
            self.window.press(Key::Enter).await?;
            self.window.see_gone("spot-bill").await?;
        }
        Ok(())
    }
}

fn in_front(point_no: &str) -> String {
    format!("[data-test=\"reading-input\"][data-point=\"{point_no}\"][data-ready=\"true\"]")
}
