//! Plays plain-text stories: `qingjiang-scenario FILE|FOLDER…`. `docs/SCENARIOS.md` tells how to write one.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use testkit::scenario::{Story, play};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if arguments.is_empty() {
        eprintln!("Which story? For example: qingjiang-scenario tests/scenarios/pay-by-cash.txt");
        return ExitCode::from(2);
    }
    let mut files = Vec::new();
    for argument in &arguments {
        if let Err(error) = gather(argument, &mut files) {
            eprintln!("{} cannot be read: {error}", argument.display());
            return ExitCode::from(2);
        }
    }
    let failed = files.iter().filter(|file| !passes(file)).count();
    println!("{} passed, {failed} failed", files.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The file itself, or all `.txt` files of a folder and its folders, by name.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        path.metadata()?;
        files.push(path.to_owned());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    inside.sort();
    for path in inside.into_iter().filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "txt")) {
        gather(&path, files)?;
    }
    Ok(())
}

fn passes(file: &Path) -> bool {
    let name = file.display().to_string();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            println!("FAILED {name}: it cannot be read: {error}");
            return false;
        }
    };
    let told = Story::read(&name, &text).map_err(|error| error.to_string());
    match told.and_then(|story| play(&story).map_err(|failure| failure.to_string())) {
        Ok(_) => {
            println!("ok     {name}");
            true
        }
        Err(reason) => {
            println!("FAILED {name}\n{reason}");
            false
        }
    }
}
