//! Golden files: what was looked at and agreed to.
//!
//! `UPDATE_GOLDEN=1 cargo test -p receipt` writes them anew; look at the change before keeping it.

use std::path::PathBuf;
use std::{env, fs};

use receipt::{Item, Page, pdf};

use crate::picture;

/// A folder of `tests/golden`.
pub struct Agreed(pub &'static str);

impl Agreed {
    fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(self.0).join(name)
    }

    fn agreed(&self, name: &str, actual: &str) -> String {
        let path = self.path(name);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(self.path("")).unwrap();
            fs::write(&path, actual).unwrap();
        }
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}; run with UPDATE_GOLDEN=1"))
    }

    pub fn check_exactly(&self, name: &str, actual: &str) {
        let expected = self.agreed(name, actual);
        assert!(actual == expected, "{name} changed\n--- expected\n{expected}\n--- actual\n{actual}");
    }

    /// The texts of the pages, line by line.
    pub fn check_text(&self, name: &str, pages: &[Page]) {
        let text: String = pages.iter().map(page_text).collect();
        self.check_exactly(&format!("{name}.txt"), &text);
    }

    /// The pages as a printer would draw them, coarsely.
    pub fn check_picture(&self, name: &str, pages: &[Page]) {
        let actual = picture::of_pdf(name, &pdf(pages));
        let expected = self.agreed(&format!("{name}.grey"), &actual);
        if let Err(difference) = picture::compare(&expected, &actual) {
            panic!("the picture of {name} changed: {difference}");
        }
    }
}

fn page_text(page: &Page) -> String {
    format!(
        "── {}.{:02} × {}.{:02} mm\n{}\n",
        page.width / 100,
        page.width % 100,
        page.height / 100,
        page.height % 100,
        page.text_lines().join("\n")
    )
}

/// Every text of the pages can be read out of the file.
pub fn check_readable(name: &str, pages: &[Page]) {
    let text = squeezed(&picture::text_of_pdf(name, &pdf(pages)));
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(run) = item {
            assert!(text.contains(&squeezed(&run.text)), "{name} lost {}", run.text);
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
