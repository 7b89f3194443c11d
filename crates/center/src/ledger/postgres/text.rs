//! What becomes of a statement's text: `?2` is `$2` to PostgreSQL, and what is asked or done for many rows is asked or done
//! in one go, with the rows as arrays:
//!
//! ```text
//! SELECT a FROM t WHERE b = ?1      →  SELECT k.n, q.* FROM unnest($1::int8[]) … AS k(p1, n), LATERAL (… b = k.p1) AS q
//! INSERT INTO t (a, b) VALUES (?1, ?2) ON CONFLICT (a) DO UPDATE SET b = ?2
//!                                   →  INSERT INTO t (a, b) SELECT k.p1, k.p2 FROM unnest(…) … SET b = excluded.b
//! UPDATE t SET a = ?2 WHERE b = ?1  →  UPDATE t SET a = k.p2 FROM unnest(…) AS k(p1, p2) WHERE b = k.p1
//! ```

use std::fmt::Write as _;

use tokio_postgres::types::Type;

/// A piece of a statement: words, or the place of a parameter.
enum Piece<'a> {
    Words(&'a str),
    Param(usize),
}

/// The statement with `$n` for its parameters.
pub fn numbered(text: &str) -> String {
    with_params(text, |number| Some(format!("${number}"))).expect("every parameter has a number")
}

/// The question for many keys at once; its first column says for which of them, from 1.
pub fn asked_each(text: &str, types: &[Type]) -> String {
    let question = with_keys(text.trim_end().trim_end_matches(';'));
    let keys = arrays(types);
    let names = names(types);
    format!(
        "SELECT k.n AS \"the key\", q.* FROM unnest({keys}) WITH ORDINALITY AS k({names}, n)\nCROSS JOIN LATERAL (\n{question}\n) AS q"
    )
}

/// The statement for many rows at once, where it has a form for that.
pub fn done_each(text: &str, types: &[Type]) -> Option<String> {
    if types.is_empty() {
        return None;
    }
    let text = text.trim().trim_end_matches(';');
    let rows = format!("unnest({}) AS k({})", arrays(types), names(types));
    match text.get(..6)?.to_ascii_uppercase().as_str() {
        "INSERT" => inserted_each(text, &rows),
        "UPDATE" => with_rows(text, "FROM", &rows),
        "DELETE" => with_rows(text, "USING", &rows),
        _ => None,
    }
}

fn inserted_each(text: &str, rows: &str) -> Option<String> {
    let values_at = outside_brackets(text, "VALUES")?;
    let (head, rest) = (&text[..values_at], &text[values_at + "VALUES".len()..]);
    let columns = listed(bracketed(head)?.0);
    let (values, tail) = bracketed(rest)?;
    let values = listed(values);
    let column_of = |number: usize| {
        let place = values.iter().position(|value| *value == format!("?{number}"))?;
        columns.get(place).map(|column| format!("excluded.{column}"))
    };
    let tail = with_params(tail, column_of)?;
    let values: Vec<String> = values.iter().map(|value| with_keys(value)).collect();
    // Without `WHERE`, `ON CONFLICT` would be read as part of the join.
    Some(format!("{head}SELECT {} FROM {rows} WHERE true{tail}", values.join(", ")))
}

fn with_rows(text: &str, word: &str, rows: &str) -> Option<String> {
    let where_at = outside_brackets(text, "WHERE")?;
    if outside_brackets(&text[..where_at], "FROM").is_some_and(|_| word == "FROM") {
        return None;
    }
    let (head, condition) = (with_keys(&text[..where_at]), with_keys(&text[where_at..]));
    Some(format!("{head}{word} {rows} {condition}"))
}

fn with_keys(text: &str) -> String {
    with_params(text, |number| Some(format!("k.p{number}"))).expect("every parameter has a number")
}

fn arrays(types: &[Type]) -> String {
    let array = |(place, ty): (usize, &Type)| format!("${}::{}[]", place + 1, ty.name());
    types.iter().enumerate().map(array).collect::<Vec<_>>().join(", ")
}

fn names(types: &[Type]) -> String {
    (1..=types.len()).map(|number| format!("p{number}")).collect::<Vec<_>>().join(", ")
}

/// The text with each parameter written as `name` says; `None` where it has no name for one.
fn with_params(text: &str, name: impl Fn(usize) -> Option<String>) -> Option<String> {
    let mut written = String::with_capacity(text.len() + 32);
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => written.push_str(words),
            Piece::Param(number) => write!(written, "{}", name(number)?).expect("writing into memory"),
        }
    }
    Some(written)
}

/// Cuts a statement at its parameters. A question mark in quotes is none.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut at, mut is_quoted) = (0, 0, false);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\'' => is_quoted = !is_quoted,
            b'?' if !is_quoted => {
                let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                pieces.push(Piece::Words(&text[start..at]));
                pieces.push(Piece::Param(text[at + 1..at + 1 + digits].parse().unwrap_or(0)));
                at += digits;
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    pieces.push(Piece::Words(&text[start..]));
    pieces
}

/// Where a keyword stands outside of brackets and quotes.
fn outside_brackets(text: &str, word: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut is_quoted) = (0, false);
    let is_letter = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\'' => is_quoted = !is_quoted,
            b'(' if !is_quoted => depth += 1,
            b')' if !is_quoted => depth -= 1,
            _ => {}
        }
        let is_here = text.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word));
        let stands_alone = !is_letter(at + word.len()) && at.checked_sub(1).is_none_or(|before| !is_letter(before));
        if depth == 0 && !is_quoted && is_here && stands_alone {
            return Some(at);
        }
    }
    None
}

/// The inside of the first brackets, and what follows them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let open = text.find('(')?;
    let (mut depth, mut is_quoted) = (0, false);
    for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match letter {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[open + 1..at], &text[at + 1..]));
        }
    }
    None
}

/// A list at its commas, those inside brackets and quotes aside.
fn listed(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut is_quoted, mut start) = (0, false, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth -= 1,
            ',' if !is_quoted && depth == 0 => {
                items.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(text[start..].trim());
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn parameters_are_numbered_and_quotes_are_left_alone() {
        assert_eq!(numbered("SELECT '?1 is not one', ?12 FROM t WHERE a = ?1"), {
            "SELECT '?1 is not one', $12 FROM t WHERE a = $1"
        });
    }

    #[test]
    fn a_question_is_asked_for_all_keys_at_once() {
        let asked = asked_each("SELECT a FROM t WHERE b = ?1 AND c = ?2 ORDER BY a;\n", &[Type::INT8, Type::TEXT]);
        assert_eq!(
            plain(&asked),
            "SELECT k.n AS \"the key\", q.* FROM unnest($1::int8[], $2::text[]) WITH ORDINALITY AS k(p1, p2, n) CROSS JOIN \
             LATERAL ( SELECT a FROM t WHERE b = k.p1 AND c = k.p2 ORDER BY a ) AS q"
        );
    }

    #[test]
    fn rows_are_put_at_once_and_what_is_there_takes_the_new_values() {
        let put = "INSERT INTO t (a, b, c) VALUES (?1, coalesce(?2, 0), ?3)\nON CONFLICT (a) DO UPDATE SET c = ?3";
        assert_eq!(
            plain(&done_each(put, &[Type::INT8, Type::INT8, Type::TEXT]).unwrap()),
            "INSERT INTO t (a, b, c) SELECT k.p1, coalesce(k.p2, 0), k.p3 FROM unnest($1::int8[], $2::int8[], \
             $3::text[]) AS k(p1, p2, p3) WHERE true ON CONFLICT (a) DO UPDATE SET c = excluded.c"
        );
        let unclear = put.replace("c = ?3", "b = ?2");
        assert_eq!(done_each(&unclear, &[Type::INT8, Type::INT8, Type::TEXT]), None, "one row after the other then");
    }

    #[test]
    fn rows_are_changed_and_dropped_at_once() {
        let types = [Type::INT8, Type::TEXT];
        assert_eq!(
            done_each("UPDATE t SET a = ?2 WHERE b = ?1", &types).unwrap(),
            "UPDATE t SET a = k.p2 FROM unnest($1::int8[], $2::text[]) AS k(p1, p2) WHERE b = k.p1"
        );
        assert_eq!(
            done_each("DELETE FROM t WHERE b = ?1", &types[..1]).unwrap(),
            "DELETE FROM t USING unnest($1::int8[]) AS k(p1) WHERE b = k.p1"
        );
    }
}
