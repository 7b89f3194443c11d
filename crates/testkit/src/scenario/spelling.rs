//! What somebody who mistyped a word probably meant.

/// The known word with the fewest mistakes, where there are few.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let mistakes_max = match word.chars().count() {
        0..=2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    let near = known.iter().map(|candidate| (mistakes(word, candidate), *candidate)).min_by_key(|(count, _)| *count)?;
    (near.0 <= mistakes_max).then_some(near.1)
}

/// Letters to add, drop, change, or swap with their neighbour.
fn mistakes(word: &str, other: &str) -> usize {
    let a: Vec<char> = word.to_lowercase().chars().collect();
    let b: Vec<char> = other.to_lowercase().chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let changed = rows[i][j] + usize::from(letter != other);
            let mut best = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word_and_nonsense_finds_none() {
        let known = ["pay", "reverse", "expect", "customer"];
        assert_eq!(nearest("pya", &known), Some("pay"));
        assert_eq!(nearest("costumer", &known), Some("customer"));
        assert_eq!(nearest("elephant", &known), None);
    }
}
