//! All outlets come back at once: `qingjiang-storm --outlets 90 --days 14 --per-day 500`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;

use testkit::storm::{StormDatabase, Wish, run};

const USAGE: &str = "\
qingjiang-storm [--outlets 90] [--days 14] [--per-day 500] [--customers N] [--seed 1] [--loss 0.05]
                [--database sqlite|postgres|postgres://…] [--haste 1] [--center PROGRAM]

`postgres` starts a server of its own; an address is one of an empty database.
--loss is the share of exchanges whose connection is cut. --haste makes the outlets' waiting pass faster than the clock.
Without --center the qingjiang-center beside this program is started.";

fn main() -> ExitCode {
    let wish = match read_wish(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(what) => {
            eprintln!("{what}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&wish, |doing| eprintln!("{doing}")) {
        Ok(report) => {
            println!("{report}");
            if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("The storm broke off: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read_wish(mut words: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut wish = Wish {
        outlets: 90,
        days: 14,
        per_day: 500,
        customers: None,
        seed: 1,
        cut_permille: 50,
        haste: 1,
        database: StormDatabase::Sqlite,
        program: beside_this_program("qingjiang-center")?,
    };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("Something should follow {word}."));
        match word.as_str() {
            "--outlets" => wish.outlets = read(&value()?)?,
            "--days" => wish.days = read(&value()?)?,
            "--per-day" => wish.per_day = read(&value()?)?,
            "--customers" => wish.customers = Some(read(&value()?)?),
            "--seed" => wish.seed = read(&value()?)?,
            "--loss" => wish.cut_permille = permille(&value()?)?,
            "--haste" => wish.haste = read(&value()?)?,
            "--database" => wish.database = value()?.parse()?,
            "--center" => wish.program = value()?.into(),
            _ => return Err(format!("I do not know `{word}`.")),
        }
    }
    Ok(wish)
}

fn beside_this_program(name: &str) -> Result<PathBuf, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    Ok(this.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn read<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.replace('_', "").parse().map_err(|_| format!("`{text}` does not fit there."))
}

/// `0.05` is fifty of a thousand.
fn permille(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no share like 0.05.");
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    if rest.len() > 3 {
        return Err(wrong());
    }
    let digits: u64 = format!("{rest:0<3}").parse().map_err(|_| wrong())?;
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    Ok(whole * 1_000 + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_to_the_thousandth() {
        assert_eq!(["0.05", "0.125", "0", "0.5"].map(permille), [Ok(50), Ok(125), Ok(0), Ok(500)]);
        assert!(permille("five").is_err() && permille("0.0001").is_err());
    }

    #[test]
    fn words_that_mean_nothing_are_named() {
        let words = |line: &str| read_wish(line.split(' ').map(str::to_owned).collect::<Vec<_>>().into_iter());
        assert_eq!(words("--outlets 6 --loss 0.1").unwrap().cut_permille, 100);
        assert!(words("--outlts 6").unwrap_err().contains("--outlts"));
        assert!(words("--outlets").unwrap_err().contains("--outlets"));
    }
}
