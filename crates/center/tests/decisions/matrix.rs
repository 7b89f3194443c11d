//! Which ways there are to settle each kind of case, and how many people it takes, as a picture that a person can review.

use domain::*;

/// `1` where one person decides, `2` where it takes two, `·` where it is not offered.
fn matrix() -> String {
    let mut text = format!("{:<26}", "");
    for resolution in ResolutionKind::ALL {
        text.push_str(&format!("{:<18}", resolution.name()));
    }
    for kind in ConflictKind::ALL {
        text = text.trim_end().to_owned();
        text.push_str(&format!("\n{:<26}", kind.name()));
        for resolution in ResolutionKind::ALL {
            let mark = match choice(kind, resolution) {
                Choice::Offered(Persons::One) => "1",
                Choice::Offered(Persons::Two) => "2",
                Choice::NotOffered => "·",
            };
            text.push_str(&format!("{mark:<18}"));
        }
    }
    text.trim_end().to_owned() + "\n"
}

#[test]
fn the_choices_are_the_reviewed_ones() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/resolutions.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, matrix()).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(matrix(), reviewed, "review the change, then run again with UPDATE_GOLDEN=1");
}
