//! Breaking a text into lines by its measured width.

use crate::Length;
use crate::typeface::TYPEFACE;

/// Breaks a shown text into lines that are no wider than `width`. Numbers and Latin words stay whole where they fit on a line,
/// and no line begins with a closing mark.
pub(crate) fn wrap(text: &str, em: Length, width: Length) -> Vec<String> {
    break_lines(text, |piece| TYPEFACE.advance(piece, em) <= width)
}

/// The same with a limit on the lines: a form has only so much room. What is left out is marked with an ellipsis.
pub(crate) fn wrap_at_most(lines_max: usize, text: &str, em: Length, width: Length) -> Vec<String> {
    let mut lines = wrap(text, em, width);
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        let last = lines.last_mut().expect("at least one line is allowed");
        while TYPEFACE.advance(&format!("{last}…"), em) > width && last.pop().is_some() {}
        last.push('…');
    }
    lines
}

/// Lines of which the last one holds the last `end` letters, for a text that does not fit on one line.
pub(crate) fn wrap_before_end(text: &str, end: usize, em: Length, width: Length) -> Vec<String> {
    let from_the_end = text.char_indices().rev().nth(end.saturating_sub(1));
    let (begin, end) = text.split_at(from_the_end.map_or(0, |(index, _)| index));
    [begin, end].into_iter().flat_map(|part| wrap(part, em, width)).collect()
}

/// The same for any measure of what fits.
pub(crate) fn break_lines(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        for piece in if fits(&word) { vec![word] } else { letters(&word) } {
            let line = lines.last_mut().expect("there is always a line");
            if line.is_empty() || fits(&format!("{line}{piece}")) {
                line.push_str(&piece);
            } else {
                let carried = if piece.starts_with(closes) { line.pop() } else { None };
                let next: String = carried.into_iter().chain(piece.chars()).collect();
                lines.push(next.trim_start().to_owned());
            }
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// Runs of ASCII letters, digits and signs, dates like 2026年11月23日; every other character is a word of its own.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut run_is_open = false;
    for letter in text.chars() {
        let follows_figure = words.last().is_some_and(|word| word.ends_with(|last: char| last.is_ascii_digit()));
        let joins = letter.is_ascii_graphic() || follows_figure && "年月日".contains(letter);
        match words.last_mut() {
            Some(word) if joins && run_is_open => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        run_is_open = joins;
    }
    words
}

fn letters(word: &str) -> Vec<String> {
    word.chars().map(String::from).collect()
}

fn closes(letter: char) -> bool {
    "，。、；：！？）》」』〕】”’".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_text_breaks_anywhere_but_not_before_a_closing_mark() {
        assert_eq!(wrap("一二三四五，六", 100, 500), ["一二三四", "五，六"]);
    }

    #[test]
    fn a_number_stays_whole_where_it_fits() {
        assert_eq!(wrap("村组6217001234", 100, 600), ["村组", "6217001234"]);
        assert_eq!(wrap("62170012345678", 100, 300).concat(), "62170012345678");
    }

    #[test]
    fn a_date_stays_whole() {
        assert_eq!(wrap("截至2026年11月23日止", 100, 900), ["截至", "2026年11月23日止"]);
    }

    #[test]
    fn the_end_of_a_number_that_is_broken_stays_whole() {
        let width = TYPEFACE.advance("42100088000", 100);
        assert_eq!(wrap("42100088001234", 100, width), ["42100088001", "234"]);
        assert_eq!(wrap_before_end("42100088001234", 6, 100, width), ["42100088", "001234"]);
        assert_eq!(wrap_before_end("1234", 6, 100, width), ["1234"]);
    }

    #[test]
    fn what_has_no_room_is_seen_to_be_left_out() {
        assert_eq!(wrap_at_most(2, "一二三四五六七", 100, 300), ["一二三", "四五…"]);
        assert_eq!(wrap_at_most(2, "一二三四五六", 100, 300), ["一二三", "四五六"]);
    }

    #[test]
    fn a_line_too_narrow_for_anything_still_carries_its_text() {
        assert_eq!(wrap("一二", 100, 10), ["一", "二"]);
        assert!(wrap("  ", 100, 500).is_empty());
    }
}
