//! A line of a story as words, read from left to right. Whatever is wrong, the word and its place are known.

use std::fmt;

use crate::scenario::spelling::nearest;

/// A word with its place in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// Characters before it.
    pub column: usize,
    /// Written in quotation marks: never a keyword.
    pub quoted: bool,
}

/// Why a line cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    pub column: usize,
    pub width: usize,
    /// A sentence.
    pub what: String,
    /// More sentences: what was perhaps meant, and how it is written.
    pub help: Vec<String>,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.help.iter().try_for_each(|help| write!(f, " {help}"))
    }
}

/// Splits a line into words. `#` begins a remark where a word could begin; `->`, `→` and `=` are words of their own.
pub fn split(line: &str) -> Result<Vec<Word>, Misread> {
    let mut words = Vec::new();
    let letters: Vec<char> = line.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        match letters[at] {
            '#' => break,
            letter if letter.is_whitespace() || matches!(letter, ',' | '，' | '、') => at += 1,
            '"' | '“' | '”' => {
                let end = letters[at + 1..].iter().position(|letter| matches!(letter, '"' | '“' | '”'));
                let Some(length) = end else {
                    return Err(Misread::at(at, letters.len() - at, "The quotation mark is never closed."));
                };
                let text = letters[at + 1..at + 1 + length].iter().collect();
                words.push(Word { text, column: at, quoted: true });
                at += length + 2;
            }
            '=' | '＝' => {
                words.push(Word { text: "=".into(), column: at, quoted: false });
                at += 1;
            }
            ':' | '：' => {
                words.push(Word { text: ":".into(), column: at, quoted: false });
                at += 1;
            }
            '→' => {
                words.push(Word { text: "->".into(), column: at, quoted: false });
                at += 1;
            }
            _ => {
                let end = (at..letters.len()).find(|end| ends_word(&letters, at, *end)).unwrap_or(letters.len());
                words.push(Word { text: letters[at..end].iter().collect(), column: at, quoted: false });
                at = end;
            }
        }
    }
    Ok(words)
}

/// Whether the word that began at `start` is over before `at`. A colon after one or two digits belongs to a time of day.
fn ends_word(letters: &[char], start: usize, at: usize) -> bool {
    if at == start {
        return false;
    }
    let next_is_digit = letters.get(at + 1).is_some_and(char::is_ascii_digit);
    match letters[at] {
        letter if letter.is_whitespace() => true,
        ',' | '，' | '、' | '→' | '=' | '＝' | '：' | '"' | '“' | '”' => true,
        ':' => !(next_is_digit && at - start <= 2 && letters[start..at].iter().all(char::is_ascii_digit)),
        '-' => letters.get(at + 1) == Some(&'>'),
        _ => letters[start..at] == ['-', '>'],
    }
}

const WRITTEN: &str = "It is written: ";

impl Misread {
    pub fn at(column: usize, width: usize, what: impl Into<String>) -> Misread {
        Misread { column, width: width.max(1), what: what.into(), help: Vec::new() }
    }

    pub fn word(word: &Word, what: impl Into<String>) -> Misread {
        let width = word.text.chars().count() + if word.quoted { 2 } else { 0 };
        Misread::at(word.column, width, what)
    }

    pub fn help(mut self, help: impl Into<String>) -> Misread {
        self.help.push(help.into());
        self
    }

    /// How the line is written, unless somebody closer has said so.
    pub fn written(self, usage: &str) -> Misread {
        if self.help.iter().any(|help| help.starts_with(WRITTEN)) {
            self
        } else {
            self.help(format!("{WRITTEN}{usage}"))
        }
    }

    /// An unknown word where one of some words is expected.
    pub fn unknown(word: &Word, role: &str, known: &[&str]) -> Misread {
        let misread = Misread::word(word, format!("I do not know the {role} `{}`.", word.text));
        match nearest(&word.text, known) {
            Some(near) => misread.help(format!("Did you mean `{near}`?")),
            None => misread.help(format!("It can be: {}.", known.join(", "))),
        }
    }
}

/// Reads words one after the other.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    words: &'a [Word],
    next: usize,
    /// Where the line ends, for what is missing there.
    end: usize,
}

impl<'a> Words<'a> {
    pub fn new(words: &'a [Word], line: &str) -> Words<'a> {
        Words { words, next: 0, end: line.trim_end().chars().count() }
    }

    pub fn peek(&self) -> Option<&'a Word> {
        self.words.get(self.next)
    }

    pub fn next(&mut self) -> Option<&'a Word> {
        let word = self.peek()?;
        self.next += 1;
        Some(word)
    }

    pub fn is_done(&self) -> bool {
        self.peek().is_none()
    }

    /// Takes the next word when it is this keyword, in either language.
    pub fn take(&mut self, keyword: &[&str]) -> bool {
        let found = self.peek().is_some_and(|word| is_keyword(word, keyword));
        self.next += usize::from(found);
        found
    }

    /// Takes several words that have to follow each other, or none.
    pub fn take_phrase(&mut self, phrase: &[&[&str]]) -> bool {
        let mut ahead = self.clone();
        if phrase.iter().all(|keyword| ahead.take(keyword)) {
            self.next = ahead.next;
            return true;
        }
        false
    }

    /// The next word, whatever it is.
    pub fn expect(&mut self, what: &str) -> Result<&'a Word, Misread> {
        let missing = self.missing(what);
        self.next().ok_or(missing)
    }

    /// The next word, read as something.
    pub fn read<T>(&mut self, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Misread> {
        let word = self.expect(what)?;
        read(&word.text).ok_or_else(|| Misread::word(word, format!("`{}` is not {what}.", word.text)))
    }

    /// The next word, when it can be read as something.
    pub fn try_read<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = read(&self.peek().filter(|word| !word.quoted)?.text)?;
        self.next += 1;
        Some(value)
    }

    /// One of several keywords, by its place in the list.
    pub fn choose<T: Clone>(&mut self, role: &str, choices: &[(&[&str], T)]) -> Result<T, Misread> {
        let word = self.expect(&format!("a {role}"))?;
        let found = choices.iter().find(|(names, _)| is_keyword(word, names));
        let known: Vec<&str> = choices.iter().map(|(names, _)| names[0]).collect();
        found.map(|(_, value)| value.clone()).ok_or_else(|| Misread::unknown(word, role, &known))
    }

    /// Complains that the line ends too early.
    pub fn missing(&self, what: &str) -> Misread {
        Misread::at(self.end, 1, format!("The line ends where {what} should follow."))
    }

    /// Complains about a word that is left over.
    pub fn finish(&self, known: &[&str]) -> Result<(), Misread> {
        match self.peek() {
            None => Ok(()),
            Some(word) if known.is_empty() => {
                Err(Misread::word(word, format!("The line should end before `{}`.", word.text)))
            }
            Some(word) => Err(Misread::unknown(word, "word", known)),
        }
    }
}

pub fn is_keyword(word: &Word, keyword: &[&str]) -> bool {
    !word.quoted && keyword.iter().any(|name| word.text.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        split(line).unwrap().into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_line_falls_into_words_numbers_times_and_quoted_text() {
        assert_eq!(
            texts("pay 0001 cash 100.00->change 13.80"),
            ["pay", "0001", "cash", "100.00", "->", "change", "13.80"]
        );
        assert_eq!(texts("at A: clock 2026-11-23 09:00 # morning"), ["at", "A", ":", "clock", "2026-11-23", "09:00"]);
        assert_eq!(texts("reverse last “收错 了”"), ["reverse", "last", "收错 了"]);
        assert_eq!(texts("bill 0001 2026-10#2 86.40"), ["bill", "0001", "2026-10#2", "86.40"]);
    }

    #[test]
    fn an_open_quotation_mark_is_named_with_its_place() {
        let misread = split("reverse last \"wrong").unwrap_err();
        assert_eq!((misread.column, misread.what.as_str()), (13, "The quotation mark is never closed."));
    }
}
