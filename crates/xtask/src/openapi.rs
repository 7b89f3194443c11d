//! The description of the center's API from its code, and the console's types from the description; both are committed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::{Failure, Outcome},
    process, products,
    workspace::Workspace,
};

pub const DESCRIPTION: &str = "schema/center/openapi.json";
pub const CONSOLE_TYPES: &str = "ui/console/src/api/generated.ts";

/// Fails when a committed file is not that of today's code.
pub fn check(workspace: &Workspace) -> Outcome {
    let behind: Vec<&str> = export(workspace)?.iter().map(|outdated| outdated.committed).collect();
    if behind.is_empty() {
        println!("{DESCRIPTION} and {CONSOLE_TYPES} agree with the Rust code.");
        return Ok(());
    }
    Err(Failure::new(format!("behind the Rust code: {}. Run `cargo xtask codegen`.", behind.join(", "))))
}

pub fn write(workspace: &Workspace) -> Outcome {
    for Outdated { committed, text } in export(workspace)? {
        println!("  changed: {committed}");
        let path = workspace.path(committed);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Failure::at(folder))?;
        }
        fs::write(&path, text).map_err(Failure::at(&path))?;
    }
    Ok(())
}

struct Outdated {
    committed: &'static str,
    text: String,
}

/// What differs from the committed files; the TypeScript is made of the description of this moment.
fn export(workspace: &Workspace) -> Result<Vec<Outdated>, Failure> {
    let scratch = workspace.notes("openapi");
    fs::create_dir_all(&scratch).map_err(Failure::at(&scratch))?;
    let description = describe(workspace, &scratch)?;
    let types = scratch.join("generated.ts");
    let mut npm = workspace.npm(["run", "--silent", "types:api", "--"]);
    npm.arg(&description).arg("--output").arg(&types);
    process::quietly(workspace, "types-api", "making the console's types", &mut npm)?;
    let differing = [(DESCRIPTION, description), (CONSOLE_TYPES, types)].map(|(committed, fresh)| {
        let text = fs::read_to_string(&fresh).map_err(Failure::at(&fresh))?;
        let present = fs::read_to_string(workspace.path(committed)).unwrap_or_default();
        Ok((present != text).then_some(Outdated { committed, text }))
    });
    differing.into_iter().filter_map(Result::transpose).collect()
}

/// The center's test of this name writes the file instead of comparing it.
fn describe(workspace: &Workspace, scratch: &Path) -> Result<PathBuf, Failure> {
    let mut cargo = workspace.cargo(["test", "--workspace", "--test", "openapi"]);
    cargo.args(products::DESK_FEATURES).arg("that_of_the_code").env("OPENAPI_EXPORT_DIR", scratch);
    process::quietly(workspace, "openapi", "describing the center's API", &mut cargo)?;
    Ok(scratch.join("openapi.json"))
}
