//! A whole story as lines that were understood, or the first line that was not.

use std::fmt;

use crate::scenario::command::Line;
use crate::scenario::read_machine::outlet_name;
use crate::scenario::read_outcome::outcomes;
use crate::scenario::vocabulary::find;
use crate::scenario::words::{Misread, Words, split};

#[derive(Clone, Debug)]
pub struct Story {
    /// As messages name it.
    pub file: String,
    pub lines: Vec<Line>,
}

/// A line that cannot be understood, as it is shown to its writer.
#[derive(Clone, Debug)]
pub struct StoryError {
    pub file: String,
    pub number: usize,
    pub text: String,
    pub misread: Misread,
}

impl fmt::Display for StoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StoryError { file, number, text, misread } = self;
        writeln!(f, "{file}:{number}: {}", misread.what)?;
        writeln!(f, "{number:>5} | {text}")?;
        let before: String = text.chars().take(misread.column).map(blank).collect();
        let under: String = text.chars().skip(misread.column).take(misread.width).map(caret).collect();
        write!(f, "      | {before}{}", if under.is_empty() { "^" } else { &under })?;
        misread.help.iter().try_for_each(|help| write!(f, "\n        {help}"))
    }
}

/// Chinese characters are two columns wide, so what stands under them is too.
fn blank(letter: char) -> &'static str {
    if letter == '\t' {
        "\t"
    } else if is_wide(letter) {
        "  "
    } else {
        " "
    }
}

fn caret(letter: char) -> &'static str {
    if is_wide(letter) { "^^" } else { "^" }
}

fn is_wide(letter: char) -> bool {
    matches!(letter as u32, 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD)
}

impl Story {
    pub fn read(file: &str, text: &str) -> Result<Story, StoryError> {
        let mut lines = Vec::new();
        for (index, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let number = index + 1;
            let line = read_line(number, raw).map_err(|misread| StoryError {
                file: file.to_owned(),
                number,
                text: raw.to_owned(),
                misread,
            })?;
            lines.extend(line);
        }
        Ok(Story { file: file.to_owned(), lines })
    }
}

fn read_line(number: usize, text: &str) -> Result<Option<Line>, Misread> {
    let all = split(text)?;
    let arrow = all.iter().position(|word| word.text == "->" && !word.quoted);
    let (command_words, outcome_words) = match arrow {
        Some(at) => (&all[..at], Some(&all[at + 1..])),
        None => (&all[..], None),
    };
    let before_arrow = arrow.map_or(text, |at| &text[..byte_of(text, all[at].column)]);
    let mut words = Words::new(command_words, before_arrow);
    let outlet = prefix(&mut words)?;
    let Some(first) = words.next() else {
        return match all.first() {
            None => Ok(None),
            Some(word) => Err(Misread::word(word, "A command should stand here.")),
        };
    };
    let verb = find(first)?;
    let with_usage = |misread: Misread| misread.written(verb.usage);
    let command = (verb.read)(&mut words).map_err(with_usage)?;
    words.finish(&[]).map_err(with_usage)?;
    let outcomes = match outcome_words {
        Some(words) => outcomes(&mut Words::new(words, text))?,
        None => Vec::new(),
    };
    Ok(Some(Line { number, text: text.trim().to_owned(), outlet, command, outcomes }))
}

/// `at A:` before a command.
fn prefix(words: &mut Words<'_>) -> Result<Option<String>, Misread> {
    if !words.take(&["at", "在"]) {
        return Ok(None);
    }
    let name = words.read("the name of an outlet: letters and digits", outlet_name)?;
    words.take(&[":"]);
    Ok(Some(name))
}

fn byte_of(text: &str, column: usize) -> usize {
    text.char_indices().nth(column).map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        Story::read("story.txt", text).unwrap_err().to_string()
    }

    #[test]
    fn the_example_of_the_guide_is_understood() {
        let text = "bill 0001 2011-08 86.20\nlink down\npay 0001 cash 100.00 -> change 13.80\nkill after append\n\
                    pay again same id -> same receipt no\n";
        assert_eq!(Story::read("story.txt", text).unwrap().lines.len(), 5);
    }

    #[test]
    fn a_mistyped_verb_is_shown_with_its_line_and_what_was_meant() {
        let complaint = complaint("# a day\npya 0001 cash 100.00\n");
        assert!(complaint.starts_with("story.txt:2: I do not know the word `pya`.\n"), "{complaint}");
        assert!(complaint.contains("    2 | pya 0001 cash 100.00\n      | ^^^\n"), "{complaint}");
        assert!(complaint.contains("Did you mean `pay`? It is written: pay 4280011234 cash 100.00"), "{complaint}");
    }

    #[test]
    fn a_mistyped_word_inside_a_line_is_shown_too() {
        assert!(complaint("pay 0001 cahs 100.00").contains("Did you mean `cash`?"));
        assert!(complaint("pay 0001 cash 1oo").contains("`1oo` is not an amount in yuan"));
        assert!(complaint("pay 0001 cash").contains("The line ends where an amount in yuan"));
        assert!(complaint("pay 0001 cash 1.00 -> refused no-open-shfit").contains("Did you mean `no-open-shift`?"));
        assert!(complaint("expect unsent = 0 please").contains("`please`"));
    }

    #[test]
    fn chinese_words_say_the_same() {
        let text = "客户 0001 户名 田大贵 预收 20.00\n账单 0001 2026-10 86.40\n在 A：收费 0001 现金 100 → 找零 13.60，收据 R1\n核对 待上传 = 2\n";
        assert_eq!(Story::read("story.txt", text).unwrap().lines.len(), 4);
    }
}
