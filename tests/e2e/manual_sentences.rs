//! The manuals (docs/manual) say what the desk's window and the center's console say: every quoted sentence is one of the language's
//! sentences, with something in the place of each param; every picture is there, and so is every story and test that is named as proof.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::Outcome;

const MANUALS: [&str; 3] = ["reader", "administrator", "when-things-go-wrong"];
/// A language of the manuals, and how it quotes the screen.
const LANGUAGES: [(&str, char, char); 2] = [("zh-CN", '「', '」'), ("en", '“', '”')];

#[test]
fn every_sentence_that_a_manual_quotes_is_on_the_screen() -> Outcome {
    for (language, opens, closes) in LANGUAGES {
        let sentences = sentences(language)?;
        let is_said = |quote: &&str| sentences.iter().any(|sentence| says(sentence, quote));
        for manual in MANUALS {
            let page = page(manual, language)?;
            let strange: Vec<&str> = quotes(&page, opens, closes).into_iter().filter(|quote| !is_said(quote)).collect();
            assert!(strange.is_empty(), "{manual}: no screen says this in {language}: {strange:#?}");
        }
    }
    Ok(())
}

#[test]
fn both_languages_have_the_same_chapters_and_pictures_and_every_picture_is_there() -> Outcome {
    for manual in MANUALS {
        let [chinese, english] = LANGUAGES.map(|(language, ..)| page(manual, language));
        let (chinese, english) = (chinese?, english?);
        let chapters =
            |page: &str| page.lines().filter(|line| line.starts_with("## ") || line.starts_with("### ")).count();
        assert_eq!(chapters(&chinese), chapters(&english), "{manual}");
        let shown = pictures("zh-CN", &chinese);
        assert_eq!(shown, pictures("en", &english), "{manual}");
        for (language, ..) in LANGUAGES {
            let folder = manuals().join("images").join(language);
            let missing: Vec<_> = shown.iter().filter(|name| !folder.join(name).is_file()).collect();
            assert!(missing.is_empty(), "{manual}: there is no picture {missing:?} for {language}");
        }
    }
    Ok(())
}

#[test]
fn every_failure_is_proven_by_a_story_or_a_test_that_exists() -> Outcome {
    for (language, proven) in [("zh-CN", "- 证明："), ("en", "- Proof: ")] {
        let page = page("when-things-go-wrong", language)?;
        let failures = page.lines().filter(|line| line.starts_with("## ")).count();
        let proofs: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix(proven)).collect();
        assert_eq!(proofs.len(), failures, "each failure has a line of proof in {language}");
        let missing: Vec<&str> =
            proofs.iter().flat_map(|line| quotes(line, '`', '`')).filter(|name| !exists(name)).collect();
        assert!(missing.is_empty(), "no such story or test: {missing:#?}");
    }
    Ok(())
}

/// `a-story.txt`, or `path/to/tests.rs::name_of_the_test`.
fn exists(proof: &str) -> bool {
    match proof.split_once("::") {
        None => root().join("tests/scenarios").join(proof).is_file(),
        Some((file, test)) => {
            fs::read_to_string(root().join(file)).is_ok_and(|code| code.contains(&format!("fn {test}(")))
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn manuals() -> PathBuf {
    root().join("docs/manual")
}

fn page(manual: &str, language: &str) -> Outcome<String> {
    Ok(fs::read_to_string(manuals().join(format!("{manual}.{language}.md")))?)
}

fn quotes(page: &str, opens: char, closes: char) -> Vec<&str> {
    if opens == closes {
        return page.split(opens).skip(1).step_by(2).collect();
    }
    page.split(opens).skip(1).filter_map(|after| after.split_once(closes)).map(|(quote, _)| quote).collect()
}

fn pictures(language: &str, page: &str) -> Vec<String> {
    let mark = format!("](images/{language}/");
    page.split(&mark).skip(1).filter_map(|after| after.split_once(')')).map(|(name, _)| name.to_owned()).collect()
}

/// Every sentence of a language, the desk's and the console's; one with a plural is two.
fn sentences(language: &str) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    let folder = root().join("ui/locales").join(language);
    for folder in [folder.clone(), folder.join("console")] {
        for file in fs::read_dir(folder)? {
            let path = file?.path();
            if path.is_file() {
                collect(&serde_json::from_str(&fs::read_to_string(path)?)?, &mut found);
            }
        }
    }
    Ok(found)
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries.values().for_each(|entry| collect(entry, found)),
        Value::String(sentence) => found.extend(sentence.split(" | ").map(str::to_owned)),
        _ => {}
    }
}

/// Whether a quote, which may run over a line's end, is the sentence with something in the place of its params.
fn says(sentence: &str, quote: &str) -> bool {
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let fixed = fixed_parts(sentence);
    let Some((first, rest)) = fixed.split_first() else { return false };
    let Some((last, middle)) = rest.split_last() else { return sentence == quote };
    // A sentence of params alone would say anything.
    if fixed.iter().flat_map(|part| part.chars()).filter(|letter| letter.is_alphanumeric()).count() < 2 {
        return false;
    }
    let Some(mut left) = quote.strip_prefix(first.as_str()).and_then(|left| left.strip_suffix(last.as_str())) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = left.split_once(part.as_str()) else { return false };
        left = after;
    }
    true
}

/// What stands before, between and after the params.
fn fixed_parts(sentence: &str) -> Vec<String> {
    let mut parts = sentence.split('{');
    let first = parts.next().map(str::to_owned);
    let after_params = parts.map(|part| part.split_once('}').map_or("", |(_, after)| after).to_owned());
    first.into_iter().chain(after_params).collect()
}
