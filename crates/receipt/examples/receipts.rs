//! Writes every fixture on every form, for the eye: `cargo run -p receipt --example receipts -- target/receipts`.

#[path = "../tests/common/mod.rs"]
mod common;

use std::path::PathBuf;
use std::{env, fs, io};

use receipt::{Drawer, Form, escpos, lay_out, pdf, svg};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/receipts".to_owned()));
    fs::create_dir_all(&folder)?;
    for (name, facts) in common::all() {
        for (form, paper) in [(Form::Slip80, "slip"), (Form::Half241, "half"), (Form::Third241, "third")] {
            let pages = lay_out(&facts, form);
            fs::write(folder.join(format!("{name}-{paper}.pdf")), pdf(&pages))?;
            fs::write(folder.join(format!("{name}-{paper}.svg")), svg(&pages[0]))?;
        }
        fs::write(folder.join(format!("{name}.escpos")), escpos(&facts, Drawer::StayClosed))?;
    }
    Ok(())
}
