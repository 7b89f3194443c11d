//! Verbs that set up the machine and hand their words on to a program of the testkit.

use crate::{
    failure::{Failure, Outcome},
    process, products, setup,
    workspace::Workspace,
};

/// Always optimised: a measurement of unoptimised code says nothing.
pub fn bench(workspace: &Workspace, arguments: &[String]) -> Outcome {
    optimised(workspace, "qingjiang-bench", arguments)
}

pub fn scenario(workspace: &Workspace, arguments: &[String]) -> Outcome {
    if arguments.is_empty() {
        return Err(Failure::new("which story? For example: cargo xtask scenario tests/scenarios"));
    }
    as_for_run(workspace, "qingjiang-scenario", arguments)
}

/// With `--release` many seeds go faster, after a longer build.
pub fn sim(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let mut arguments = arguments.to_vec();
    match arguments.iter().position(|argument| argument == "--release") {
        Some(at) => {
            arguments.remove(at);
            optimised(workspace, "qingjiang-sim", &arguments)
        }
        None => as_for_run(workspace, "qingjiang-sim", &arguments),
    }
}

/// Always optimised, and the center beside it, which it starts as a process of its own.
pub fn storm(workspace: &Workspace, arguments: &[String]) -> Outcome {
    setup::ensure(workspace)?;
    let both = ["--package", "testkit", "--bin", products::STORM, "--package", "center", "--bin", products::CENTER];
    process::show(workspace.cargo(["build", "--release"]).args(both))?;
    process::show(workspace.start_optimised(products::STORM).args(arguments))
}

/// The very program that `run` and `test` have built, so that there is nothing more to compile after them.
fn as_for_run(workspace: &Workspace, program: &str, arguments: &[String]) -> Outcome {
    setup::ensure(workspace)?;
    products::build_programs(workspace)?;
    process::show(workspace.start(program).args(arguments))
}

fn optimised(workspace: &Workspace, program: &str, arguments: &[String]) -> Outcome {
    setup::ensure(workspace)?;
    process::show(&mut workspace.cargo(["build", "--release", "--package", "testkit", "--bin", program]))?;
    process::show(workspace.start_optimised(program).args(arguments))
}
