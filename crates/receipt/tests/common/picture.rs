//! A rendered PDF as a coarse grey picture in text: fine enough to notice what moved, coarse enough for any version of poppler.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs, process};

/// Dots of 80 dpi on a side of a cell: 2.5 mm.
const CELL: usize = 8;
/// Grey from white to black. Text covers about a third of its cell.
const GREYS: &[u8] = b" .:-=+*#%@";
/// How many steps a cell may differ, and how many cells of a hundred may differ by one step.
const STEPS_MAX: i32 = 2;
const CELLS_IN_HUNDRED_MAX: usize = 6;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = env::temp_dir().join(format!("receipt-{}-{name}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Runs a tool of poppler on the file; returns what it printed. Pictures are left in the folder.
fn run(tool: &str, arguments: &[&str], folder: &Folder, pdf: &[u8], last: &str) -> Vec<u8> {
    fs::write(folder.0.join("receipt.pdf"), pdf).unwrap();
    let output = Command::new(tool).current_dir(&folder.0).args(arguments).args(["receipt.pdf", last]).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} comes with the package poppler-utils: {error}"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

pub fn text_of_pdf(name: &str, pdf: &[u8]) -> String {
    let folder = Folder::new(&format!("text-{name}"));
    String::from_utf8(run("pdftotext", &["-raw"], &folder, pdf, "-")).unwrap()
}

pub fn of_pdf(name: &str, pdf: &[u8]) -> String {
    let folder = Folder::new(&format!("picture-{name}"));
    run("pdftoppm", &["-r", "80", "-gray"], &folder, pdf, "page");
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "pgm"));
    pages.sort();
    pages.iter().map(|page| cells(&fs::read(page).unwrap())).collect::<Vec<_>>().join("\n")
}

/// Reads a binary PGM (`P5 width height 255`) and averages it into cells.
fn cells(pgm: &[u8]) -> String {
    let mut fields = pgm.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut field = || String::from_utf8(fields.next().unwrap().to_vec()).unwrap();
    assert_eq!(field(), "P5");
    let (width, height): (usize, usize) = (field().parse().unwrap(), field().parse().unwrap());
    let grey = &pgm[pgm.len() - width * height..];
    let mut picture = String::new();
    for top in (0..height).step_by(CELL) {
        let row: String = (0..width).step_by(CELL).map(|left| cell(grey, width, height, left, top)).collect();
        picture.push_str(row.trim_end());
        picture.push('\n');
    }
    picture
}

fn cell(grey: &[u8], width: usize, height: usize, left: usize, top: usize) -> char {
    let rows = top..(top + CELL).min(height);
    let columns = left..(left + CELL).min(width);
    let count = rows.len() * columns.len();
    let black: usize = rows.flat_map(|y| columns.clone().map(move |x| 255 - usize::from(grey[y * width + x]))).sum();
    // A cell is never wholly black but in a code or a mark: twice the coverage spreads text over the scale.
    let step = (black * 2 * GREYS.len() / (count * 255)).min(GREYS.len() - 1);
    char::from(GREYS[step])
}

/// Says what differs more than another renderer would.
pub fn compare(expected: &str, actual: &str) -> Result<(), String> {
    let (expected_rows, actual_rows): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    if expected_rows.len() != actual_rows.len() {
        return Err(format!("{} rows of cells instead of {}\n{actual}", actual_rows.len(), expected_rows.len()));
    }
    let (mut compared, mut differing) = (0, 0);
    for (row, (expected, actual)) in expected_rows.iter().zip(&actual_rows).enumerate() {
        for column in 0..expected.len().max(actual.len()) {
            let difference = (step(expected, column) - step(actual, column)).abs();
            if difference > STEPS_MAX {
                return Err(format!("row {row}, column {column} differs by {difference} steps\n{actual}"));
            }
            compared += 1;
            differing += usize::from(difference > 0);
        }
    }
    let allowed = compared * CELLS_IN_HUNDRED_MAX / 100;
    if differing > allowed { Err(format!("{differing} cells differ, {allowed} may\n{actual}")) } else { Ok(()) }
}

fn step(row: &str, column: usize) -> i32 {
    let letter = row.as_bytes().get(column).copied().unwrap_or(b' ');
    GREYS.iter().position(|grey| *grey == letter).expect("a picture is made of its own greys") as i32
}
