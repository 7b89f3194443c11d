//! The few options a verb takes; whatever is not known is refused with the word itself.

use crate::{failure::Failure, spelling};

/// Arguments of a verb, taken one after another until none is left.
pub struct Options {
    rest: Vec<String>,
}

impl Options {
    pub fn new(arguments: &[String]) -> Self {
        Self { rest: arguments.to_vec() }
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.rest.len();
        self.rest.retain(|argument| argument != name);
        self.rest.len() < before
    }

    /// The value after `name`, or in `name=value`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let joined = format!("{name}=");
        let Some(at) = self.rest.iter().position(|argument| argument == name || argument.starts_with(&joined)) else {
            return Ok(None);
        };
        let option = self.rest.remove(at);
        if let Some(value) = option.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at == self.rest.len() {
            return Err(Failure::new(format!("{name} needs a value after it.")));
        }
        Ok(Some(self.rest.remove(at)))
    }

    pub fn number(&mut self, name: &str) -> Result<Option<u64>, Failure> {
        let Some(value) = self.value(name)? else { return Ok(None) };
        let digits: String = value.chars().filter(|letter| *letter != '_').collect();
        let number =
            digits.parse().map_err(|_| Failure::new(format!("{name} takes a whole number, not `{value}`.")))?;
        Ok(Some(number))
    }

    /// Refuses whatever no one has taken.
    pub fn finish(self, known: &[&'static str]) -> Result<(), Failure> {
        let Some(extra) = self.rest.first() else { return Ok(()) };
        let suggestion = spelling::nearest(extra, known.iter().copied())
            .map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
        Err(Failure::new(format!("`{extra}` is not understood here.{suggestion}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(line: &str) -> Options {
        Options::new(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn flags_and_numbers_are_taken_in_any_order() {
        let mut options = options("--scale 12_200 --fresh");
        assert!(options.flag("--fresh"));
        assert_eq!(options.number("--scale").unwrap(), Some(12_200));
        assert!(options.finish(&[]).is_ok());
    }

    #[test]
    fn an_equals_sign_joins_a_value() {
        assert_eq!(options("--scale=7").number("--scale").unwrap(), Some(7));
    }

    #[test]
    fn a_missing_value_and_an_unknown_word_are_named() {
        assert!(options("--scale").number("--scale").is_err());
        let refusal = options("--frehs").finish(&["--fresh"]).unwrap_err().to_string();
        assert!(refusal.contains("`--frehs`") && refusal.contains("`--fresh`"));
    }
}
