//! Prints the budget table: `qingjiang-bench [--json FILE] [--whole] [--quick] [--customers N] [NAME…]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;

use testkit::bench::{BENCHES, Bench, Row, Scale, as_json, as_table};

struct Wish {
    json: Option<PathBuf>,
    scale: Scale,
    chosen: Vec<&'static Bench>,
}

fn main() -> ExitCode {
    let wish = match read_wish(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(what) => {
            eprintln!(
                "{what}\n\nqingjiang-bench [--json FILE] [--whole] [--quick] [--customers N] [NAME…], where NAME is one of:"
            );
            for bench in BENCHES {
                eprintln!("  {:18}{}", bench.name, bench.about);
            }
            return ExitCode::from(2);
        }
    };
    if cfg!(debug_assertions) {
        println!("This program was built without optimisation; its times say little.");
    }
    let mut rows: Vec<Row> = Vec::new();
    for bench in wish.chosen {
        eprintln!("{}: {} …", bench.name, bench.about);
        rows.extend((bench.run)(&wish.scale));
    }
    println!("{}", as_table(&rows));
    if let Some(path) = wish.json
        && let Err(error) = std::fs::write(&path, format!("{:#}\n", as_json(&rows)))
    {
        eprintln!("{}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn read_wish(mut words: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut wish =
        Wish { json: None, scale: Scale { whole: false, quick: false, customers: None }, chosen: Vec::new() };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => wish.json = Some(words.next().ok_or("A file should follow --json.")?.into()),
            "--whole" => wish.scale.whole = true,
            "--quick" => wish.scale.quick = true,
            "--customers" => {
                let count = words.next().and_then(|word| word.parse().ok()).filter(|count| *count > 0);
                wish.scale.customers = Some(count.ok_or("A number of customers should follow --customers.")?);
            }
            name => {
                let found = BENCHES.iter().find(|bench| bench.name == name);
                wish.chosen.push(found.ok_or_else(|| format!("There is no measurement `{name}`."))?);
            }
        }
    }
    if wish.chosen.is_empty() {
        wish.chosen = BENCHES.iter().collect();
    }
    Ok(wish)
}
