//! All stories of the project, in one test, so that `cargo test` alone already tells whether they hold.
#![cfg(feature = "prefecture")]

use std::collections::BTreeSet;
use std::path::Path;

use domain::{Choice, ConflictKind, ResolutionKind, choice};
use testkit::scenario::{Story, Told, play};

#[test]
fn every_story_comes_out_as_it_is_told_and_no_way_to_settle_a_case_is_without_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut failures = Vec::new();
    let mut stories = 0;
    let mut told_of = Told::default();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let told = Story::read(&name, &text).map_err(|error| error.to_string());
        stories += 1;
        match told.and_then(|story| play(&story).map_err(|failure| failure.to_string())) {
            Ok(mut told) => {
                told_of.decided.append(&mut told.decided);
                told_of.undone.append(&mut told.undone);
            }
            Err(failure) => failures.push(failure),
        }
    }
    assert!(stories > 25, "the stories are where they belong");
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
    let names = |pairs: &BTreeSet<(ConflictKind, ResolutionKind)>| -> BTreeSet<String> {
        pairs.iter().map(|(conflict, resolution)| format!("{} by {}", conflict.name(), resolution.name())).collect()
    };
    let offered = names(&offered());
    let untold = |told: &BTreeSet<(ConflictKind, ResolutionKind)>| -> Vec<String> {
        offered.difference(&names(told)).cloned().collect()
    };
    assert_eq!(untold(&told_of.decided), [""; 0], "no story settles these");
    assert_eq!(untold(&told_of.undone), [""; 0], "no story undoes these and finds the books as they were");
}

/// Every way to settle every kind of case.
fn offered() -> BTreeSet<(ConflictKind, ResolutionKind)> {
    let pairs = ConflictKind::ALL.into_iter().flat_map(|kind| ResolutionKind::ALL.map(|resolution| (kind, resolution)));
    pairs.filter(|(kind, resolution)| choice(*kind, *resolution) != Choice::NotOffered).collect()
}

#[test]
fn a_story_that_is_not_true_fails_with_its_line_and_both_values() {
    let text = "bill 0001 2026-10 86.40\npay 0001 cash 100.00 -> change 13.70\n";
    let failure = play(&Story::read("story.txt", text).unwrap()).unwrap_err();
    assert_eq!(failure.number, 2);
    assert!(failure.to_string().contains("expected: change 13.70\n      actually: change 13.60"), "{failure}");
    let text = "bill 0001 2026-10 86.40\npay 0001 cash 100.00\nexpect drawer = 86.00\n";
    let failure = play(&Story::read("story.txt", text).unwrap()).unwrap_err();
    assert_eq!((failure.number, failure.actual.as_str()), (3, "drawer 86.40"));
}
