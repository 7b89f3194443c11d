//! Guessing which word was meant by a mistyped one.

/// Further away than this, a suggestion puzzles more than it helps.
const EDITS_MAX: usize = 2;

pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (edits_between(word, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= EDITS_MAX && *edits < candidate.len())
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, kept as one row of the usual table.
fn edits_between(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits_between("test", "test"), 0);
        assert_eq!(edits_between("tst", "test"), 1);
        assert_eq!(edits_between("kitten", "sitting"), 3);
    }

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(nearest("scenarios", ["run", "scenario", "sim"]), Some("scenario"));
        assert_eq!(nearest("deploy", ["run", "test", "sim"]), None);
    }
}
