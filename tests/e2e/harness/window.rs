use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::Outcome;

/// How long the page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// A key that is no character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Enter,
    Escape,
    Up,
    Down,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    Alt(char),
    Ctrl(char),
}

const ALT: char = '\u{E00A}';
const CTRL: char = '\u{E009}';

impl Key {
    /// The code points by which WebDriver names keys.
    fn code(self) -> char {
        match self {
            Key::Enter => '\u{E007}',
            Key::Escape => '\u{E00C}',
            Key::Up => '\u{E013}',
            Key::Down => '\u{E015}',
            Key::F1 => '\u{E031}',
            Key::F2 => '\u{E032}',
            Key::F3 => '\u{E033}',
            Key::F4 => '\u{E034}',
            Key::F5 => '\u{E035}',
            Key::F6 => '\u{E036}',
            Key::F7 => '\u{E037}',
            Key::F8 => '\u{E038}',
            Key::F9 => '\u{E039}',
            Key::Alt(character) | Key::Ctrl(character) => character,
        }
    }
}

/// The page in the window.
pub struct Window {
    client: Client,
    pictures: PathBuf,
    keystrokes: u32,
}

impl Window {
    pub(crate) fn new(client: Client, pictures: &Path) -> Window {
        Window { client, pictures: pictures.to_owned(), keystrokes: 0 }
    }

    /// Waits until the page shows the part with this `data-test` name.
    pub async fn see(&self, name: &str) -> Outcome<Element> {
        self.see_css(&part(name)).await
    }

    pub async fn see_css(&self, css: &str) -> Outcome<Element> {
        match self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await {
            Ok(element) => Ok(element),
            Err(error) => Err(self.missing(&format!("the page does not show {css}: {error}")).await),
        }
    }

    /// Waits until nothing on the page has this name any more.
    pub async fn see_gone(&self, name: &str) -> Outcome {
        let script = format!("return document.querySelector('{}') === null", part(name));
        self.until(&script, &format!("{name} does not go away")).await
    }

    /// Waits until a part carries a value, for example `unsent` with `data-count` 0.
    pub async fn see_value(&self, name: &str, attribute: &str, value: &str) -> Outcome {
        self.see_css(&format!("{}[{attribute}=\"{value}\"]", part(name))).await?;
        Ok(())
    }

    /// Waits until a script answers true.
    pub async fn until(&self, script: &str, otherwise: &str) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if self.client.execute(script, Vec::new()).await? == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Err(self.missing(otherwise).await)
    }

    /// Whether a script answers true before long; for what may need another keystroke.
    pub async fn until_soon(&self, script: &str) -> Outcome<bool> {
        let deadline = Instant::now() + LOOK_EVERY * 10;
        while Instant::now() < deadline {
            if self.client.execute(script, Vec::new()).await? == Value::Bool(true) {
                return Ok(true);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(false)
    }

    /// Waits until so many parts are on the page.
    pub async fn until_count(&self, css: &str, count: usize) -> Outcome {
        let script = format!("return document.querySelectorAll({}).length === {count}", Value::from(css));
        self.until(&script, &format!("there are not {count} of {css}")).await
    }

    /// What is on the page instead stays in `missing.png`.
    async fn missing(&self, what: &str) -> Box<dyn std::error::Error> {
        match self.keep_picture("missing").await {
            Ok(()) => format!("{what}; see missing.png in {}", self.pictures.display()).into(),
            Err(error) => format!("{what}, and there is no picture of it: {error}").into(),
        }
    }

    pub async fn shows(&self, name: &str) -> Outcome<bool> {
        Ok(!self.client.find_all(Locator::Css(&part(name))).await?.is_empty())
    }

    /// Waits until a part says something, and answers what it says, even while it is still fading in.
    pub async fn text(&self, name: &str) -> Outcome<String> {
        let said = format!("(document.querySelector('{}')?.textContent ?? '').trim()", part(name));
        self.until(&format!("return {said} !== ''"), &format!("{name} says nothing")).await?;
        let text = self.client.execute(&format!("return {said}"), Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a part says this among other things.
    pub async fn see_text(&self, name: &str, text: &str) -> Outcome {
        let (part, wanted) = (Value::from(part(name)), Value::from(text));
        let script = format!("return (document.querySelector({part})?.textContent ?? '').includes({wanted})");
        self.until(&script, &format!("{name} does not say {text}")).await
    }

    pub async fn attribute(&self, name: &str, attribute: &str) -> Outcome<String> {
        Ok(self.see(name).await?.attr(attribute).await?.unwrap_or_default())
    }

    pub async fn click(&self, name: &str) -> Outcome {
        Ok(self.see(name).await?.click().await?)
    }

    /// Types where the cursor is, one keystroke a character.
    pub async fn write(&mut self, text: &str) -> Outcome {
        for character in text.chars() {
            self.stroke(&[character]).await?;
        }
        Ok(())
    }

    pub async fn press(&mut self, key: Key) -> Outcome {
        match key {
            Key::Alt(character) => self.stroke(&[ALT, character]).await,
            Key::Ctrl(character) => self.stroke(&[CTRL, character]).await,
            _ => self.stroke(&[key.code()]).await,
        }
    }

    /// One keystroke: keys that go down together and come up again.
    async fn stroke(&mut self, keys: &[char]) -> Outcome {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key });
        }
        for key in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *key });
        }
        self.client.perform_actions(actions).await?;
        self.keystrokes += 1;
        Ok(())
    }

    /// Keystrokes since the last call.
    pub fn keystrokes(&mut self) -> u32 {
        std::mem::take(&mut self.keystrokes)
    }

    /// Fills a box at once; nobody counts these.
    pub async fn fill(&self, name: &str, text: &str) -> Outcome {
        let element = self.see(name).await?;
        element.clear().await?;
        Ok(element.send_keys(text).await?)
    }

    /// Hands a file to a chooser without its dialog.
    pub async fn choose_file(&self, name: &str, file_name: &str, text: &str) -> Outcome {
        let script = "const [css, name, text] = arguments; \
            const input = document.querySelector(css), chosen = new DataTransfer(); \
            chosen.items.add(new File([text], name)); \
            input.files = chosen.files; \
            input.dispatchEvent(new Event('change'))";
        self.client.execute(script, vec![part(name).into(), file_name.into(), text.into()]).await?;
        Ok(())
    }

    /// Signs somebody in: login and password.
    pub async fn sign_in(&mut self, (login, password): (&str, &str)) -> Outcome {
        self.fill("login", login).await?;
        self.fill("password", password).await?;
        self.press(Key::Enter).await?;
        self.see_gone("password").await
    }

    /// The laptop goes to the next person.
    pub async fn sign_out(&mut self) -> Outcome {
        self.invoke("sign_out", json!({})).await?;
        self.reload().await?;
        self.see("login").await?;
        Ok(())
    }

    /// Calls a command of the desk from its own page, as a script of many payments does.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Outcome<Value> {
        let script = "const [command, args, done] = arguments; \
            window.__TAURI_INTERNALS__.invoke(command, args).then(value => done({ value }), refused => done({ refused }))";
        let answer = self.client.execute_async(script, vec![command.into(), arguments]).await?;
        match answer.get("refused") {
            Some(refused) => Err(format!("{command} was refused: {refused}").into()),
            None => Ok(answer.get("value").cloned().unwrap_or(Value::Null)),
        }
    }

    /// Waits until the day's list is as expected.
    pub async fn until_day(&self, expected: impl Fn(&Value) -> bool, otherwise: &str) -> Outcome {
        self.until_answer("day_payments", &json!({ "businessDate": null }), expected, otherwise).await
    }

    /// Waits until a command of the desk answers as expected.
    pub async fn until_answer(
        &self,
        command: &str,
        arguments: &Value,
        expected: impl Fn(&Value) -> bool,
        otherwise: &str,
    ) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if expected(&self.invoke(command, arguments.clone()).await?) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Err(self.missing(otherwise).await)
    }

    pub async fn reload(&self) -> Outcome {
        Ok(self.client.refresh().await?)
    }

    /// Keeps a picture of the window as it is once everything is painted.
    pub async fn keep_picture(&self, name: &str) -> Outcome {
        let painted = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.client.execute_async(painted, Vec::new()).await?;
        let png = self.client.screenshot().await?;
        Ok(fs::write(self.pictures.join(format!("{name}.png")), png)?)
    }

    /// Whether this test has kept that picture already.
    pub fn folder_has(&self, name: &str) -> bool {
        self.pictures.join(format!("{name}.png")).exists()
    }

    /// Closes the window as the cashier does at night.
    pub async fn close(self) -> Outcome {
        Ok(self.client.close().await?)
    }
}

fn part(name: &str) -> String {
    format!("[data-test=\"{name}\"]")
}
