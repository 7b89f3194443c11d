//! All stories of the project, in one test, so that `cargo test` alone already tells whether they hold.
#![cfg(feature = "prefecture")]

use std::path::Path;

use testkit::scenario::{Story, play};

#[test]
fn every_story_comes_out_as_it_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut failures = Vec::new();
    let mut stories = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let told = Story::read(&name, &text).map_err(|error| error.to_string());
        stories += 1;
        failures.extend(told.and_then(|story| play(&story).map_err(|failure| failure.to_string())).err());
    }
    assert!(stories > 25, "the stories are where they belong");
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
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
