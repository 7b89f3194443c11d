//! The real window on a screen that is not there: Xvfb for the picture, a private session bus for GTK.

use std::{fs, path::Path, process::Command};

use crate::{
    failure::{Failure, Outcome},
    process, products,
    workspace::Workspace,
};

/// The test that plays the whole day of the walk-through.
pub const TEST: &str = "walkthrough";
const SCREEN: &str = "-screen 0 1366x768x24";

/// Plays the day of the walk-through in the window and leaves its pictures, receipts and summary in `folder`.
pub fn play(workspace: &Workspace, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    let mut cargo = window_tests(workspace, TEST);
    cargo.arg("--nocapture").env("QINGJIANG_WALKTHROUGH_DIR", folder);
    process::show(&mut on_a_virtual_screen(&cargo))
}

/// The tests of the window, one program each: the counter's day, the reader's round, and what the center asks of the desk.
pub fn test_window(workspace: &Workspace) -> Outcome {
    ["window", "round", "tasks"]
        .into_iter()
        .try_for_each(|name| process::show(&mut on_a_virtual_screen(&window_tests(workspace, name))))
}

/// Tests that need a screen are ignored by a plain `cargo test`. Every package, as at `products::build_programs`.
fn window_tests(workspace: &Workspace, name: &str) -> Command {
    let mut cargo = workspace.cargo(["test", "--workspace", "--test", name]);
    cargo.args(products::DESK_FEATURES).args(["--", "--include-ignored", "--test-threads=1"]);
    cargo
}

pub fn has_screen() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn on_a_virtual_screen(inner: &Command) -> Command {
    let mut outer = Command::new("xvfb-run");
    outer.args(["--auto-servernum", "--server-args", SCREEN]);
    if process::is_installed("dbus-run-session") {
        outer.args(["dbus-run-session", "--"]);
    }
    outer.arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        outer.current_dir(folder);
    }
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            outer.env(name, value);
        }
    }
    // On a desktop with Wayland, GTK would otherwise open the window on the real screen.
    outer.env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    // Nobody reads this screen aloud; the accessibility bus would only fill the terminal with its lines.
    outer.env("NO_AT_BRIDGE", "1");
    outer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_virtual_screen_keeps_the_command_its_folder_and_its_environment() {
        let mut inner = Command::new("cargo");
        inner.args(["test", "--quiet"]).current_dir("/tmp").env("QINGJIANG_WALKTHROUGH_DIR", "/tmp/demo");
        let outer = on_a_virtual_screen(&inner);
        assert!(process::words(&outer).ends_with("cargo test --quiet"));
        assert_eq!(outer.get_current_dir(), inner.get_current_dir());
        assert!(outer.get_envs().any(|(name, value)| name == "QINGJIANG_WALKTHROUGH_DIR" && value.is_some()));
    }
}
