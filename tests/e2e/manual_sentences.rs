//! The manual (docs/manual) says what the window says: every quoted sentence is one of the language's sentences, with something
//! in the place of each param, and every picture is there.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::Outcome;

/// A page of the manual: its language, and how it quotes the screen.
const PAGES: [(&str, char, char); 2] = [("zh-CN", '「', '」'), ("en", '“', '”')];

#[test]
fn every_sentence_that_the_manual_quotes_is_on_the_screen() -> Outcome {
    for (language, opens, closes) in PAGES {
        let sentences = sentences(language)?;
        let is_said = |quote: &&str| sentences.iter().any(|sentence| says(sentence, quote));
        let page = page(language)?;
        let strange: Vec<&str> = quotes(&page, opens, closes).into_iter().filter(|quote| !is_said(quote)).collect();
        assert!(strange.is_empty(), "the window does not say this in {language}: {strange:#?}");
    }
    Ok(())
}

#[test]
fn both_languages_have_the_same_chapters_and_pictures_and_every_picture_is_there() -> Outcome {
    let [chinese, english] = PAGES.map(|(language, ..)| page(language).map(|page| (language, page)));
    let (chinese, english) = (chinese?, english?);
    let chapters = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(chapters(&chinese.1), chapters(&english.1));
    let [of_chinese, of_english] = [&chinese, &english].map(|(language, page)| pictures(language, page));
    assert_eq!(of_chinese, of_english);
    for (language, _) in [&chinese, &english] {
        let folder = manual().join("images").join(language);
        let missing: Vec<_> = of_chinese.iter().filter(|name| !folder.join(name).is_file()).collect();
        assert!(missing.is_empty(), "there is no picture {missing:?} for {language}");
    }
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn manual() -> PathBuf {
    root().join("docs/manual")
}

fn page(language: &str) -> Outcome<String> {
    Ok(fs::read_to_string(manual().join(format!("reader.{language}.md")))?)
}

fn quotes(page: &str, opens: char, closes: char) -> Vec<&str> {
    page.split(opens).skip(1).filter_map(|after| after.split_once(closes)).map(|(quote, _)| quote).collect()
}

fn pictures(language: &str, page: &str) -> Vec<String> {
    let mark = format!("](images/{language}/");
    page.split(&mark).skip(1).filter_map(|after| after.split_once(')')).map(|(name, _)| name.to_owned()).collect()
}

/// Every sentence of a language; one with a plural is two.
fn sentences(language: &str) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for file in fs::read_dir(root().join("ui/locales").join(language))? {
        collect(&serde_json::from_str(&fs::read_to_string(file?.path())?)?, &mut found);
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
