//! `cargo xtask run`: a prefecture of one township on this machine, ready to be paid at.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    center::{self, RunningCenter},
    codegen,
    demo_postgres::{self, DemoServer},
    failure::{Failure, Outcome},
    options::Options,
    process, products, setup, walkthrough,
    workspace::Workspace,
};

/// One township, as domain knowledge has it.
const CUSTOMERS: u64 = 12_200;
const PORT: u16 = 8750;

pub fn run(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let wish = Wish::from(arguments)?;
    setup::ensure(workspace)?;
    codegen::write_if_stale(workspace)?;
    products::build_ui(workspace)?;
    products::build_programs(workspace)?;
    if walkthrough::has_screen() { open_desk(workspace, &wish) } else { play_without_a_screen(workspace) }
}

/// What the demo's authenticator shows.
pub fn code(workspace: &Workspace, arguments: &[String]) -> Outcome {
    Options::new(arguments).finish(&[])?;
    let mut demo = workspace.start(products::DEMO_DATA);
    process::show(demo.arg("code").arg("--dir").arg(DemoData::in_target(workspace).folder))
}

/// What was asked for on the command line.
struct Wish {
    customers: Option<u64>,
    port: Option<u16>,
    fresh: bool,
    postgres: bool,
}

impl Wish {
    fn from(arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Options::new(arguments);
        let customers = options.number("--scale")?;
        let port = options.number("--port")?;
        let fresh = options.flag("--fresh");
        let postgres = options.flag("--postgres");
        options.finish(&["--scale", "--port", "--fresh", "--postgres"])?;
        if customers == Some(0) {
            return Err(Failure::new("--scale is a number of customers, at least 1."));
        }
        let port = port.map(u16::try_from).transpose().map_err(|_| Failure::new("a port is at most 65535."))?;
        Ok(Self { customers, port, fresh, postgres })
    }
}

/// What the demo data on disk was made for: its size, and where the outlet looks for its center.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Made {
    customers: u64,
    port: u16,
}

impl Made {
    /// The wish, and where it says nothing, what is there already.
    fn wanted(present: Option<Self>, wish: &Wish) -> Self {
        let present = present.unwrap_or(Self { customers: CUSTOMERS, port: PORT });
        Self { customers: wish.customers.unwrap_or(present.customers), port: wish.port.unwrap_or(present.port) }
    }

    fn parse(text: &str) -> Option<Self> {
        let (customers, port) = text.trim().split_once(' ')?;
        Some(Self { customers: customers.parse().ok()?, port: port.parse().ok()? })
    }
}

impl std::fmt::Display for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.customers, self.port)
    }
}

fn open_desk(workspace: &Workspace, wish: &Wish) -> Outcome {
    let data = DemoData::in_target(workspace);
    let made = data.ensure(workspace, wish)?;
    let server = if wish.postgres || demo_postgres::is_in_use(&data.folder) {
        Some(demo_postgres::start(workspace, &data.folder)?)
    } else {
        None
    };
    let _center = RunningCenter::start(&data.center(workspace, made, server.as_ref()), made.port)?;
    if server.is_some() {
        println!(
            "\nThe center keeps its books in a PostgreSQL of its own, in {}.",
            data.folder.join("postgres").display()
        );
    }
    println!("\n{}", data.who_can_sign_in()?.trim_end());
    println!("The demo keeps what you do; `cargo xtask run --fresh` makes it anew.\n");
    process::show(&mut data.desk(workspace))
}

fn play_without_a_screen(workspace: &Workspace) -> Outcome {
    let folder = workspace.target("demo");
    println!("\nThere is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the desk cannot be shown.");
    println!("The same day is played in the real window on a virtual screen instead.\n");
    walkthrough::play(workspace, &folder)?;
    println!("\nScreenshots, receipts and summary.md are in {}.", folder.display());
    Ok(())
}

/// Without any of these, the demo is no longer the one that was made.
const PARTS: &[&str] = &["center/center.db", "center/center.key", "outlet/replica.db", "outlet/device.key", SIGN_IN];
const SIGN_IN: &str = "sign-in.txt";

/// The demo on disk: the center's books, and the home of one enrolled outlet.
struct DemoData {
    folder: PathBuf,
}

impl DemoData {
    fn in_target(workspace: &Workspace) -> Self {
        // Not the folder of the walk-through, so that one does not wipe the day of the other.
        Self { folder: workspace.target("demo/township") }
    }

    /// Makes the data when there is none, when it was asked anew, or when something else is wanted than what is there.
    fn ensure(&self, workspace: &Workspace, wish: &Wish) -> Result<Made, Failure> {
        let present = fs::read_to_string(self.note()).ok().as_deref().and_then(Made::parse);
        let wanted = Made::wanted(present, wish);
        // Asked before a file is touched: the data may be that of a desk which is open.
        if let Some(open) = present.filter(|present| center::answers(present.port)) {
            return Err(Failure::new(format!(
                "the demo is open already, with its center on port {}. Close its window first.",
                open.port
            )));
        }
        center::require_free(wanted.port)?;
        if present == Some(wanted) && !wish.fresh {
            return self.is_whole().map(|()| wanted);
        }
        self.make_anew(workspace, wanted)?;
        Ok(wanted)
    }

    fn make_anew(&self, workspace: &Workspace, wanted: Made) -> Outcome {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(Failure::at(&self.folder))?;
        }
        fs::create_dir_all(&self.folder).map_err(Failure::at(&self.folder))?;
        let doing = format!("making demo data: {} customers with two years of bills", wanted.customers);
        process::quietly(workspace, "demo-data", &doing, &mut self.make(workspace, wanted))?;
        fs::write(self.note(), wanted.to_string()).map_err(Failure::at(&self.folder))
    }

    /// Never made again unasked: somebody may have spent an hour at this desk.
    fn is_whole(&self) -> Outcome {
        match PARTS.iter().find(|part| !self.folder.join(part).is_file()) {
            None => Ok(()),
            Some(part) => Err(Failure::new(format!(
                "the demo data in {} is damaged: {part} is missing. `cargo xtask run --fresh` makes it anew.",
                self.folder.display()
            ))),
        }
    }

    /// Written last, so that data of an interrupted start is made again.
    fn note(&self) -> PathBuf {
        self.folder.join("made-for")
    }

    fn make(&self, workspace: &Workspace, wanted: Made) -> Command {
        let mut demo = workspace.start(products::DEMO_DATA);
        demo.arg("prepare").arg("--dir").arg(&self.folder);
        demo.args(["--customers", &wanted.customers.to_string(), "--port", &wanted.port.to_string()]);
        demo
    }

    fn center(&self, workspace: &Workspace, made: Made, server: Option<&DemoServer>) -> Command {
        let mut center = workspace.start(products::CENTER);
        let file = || format!("sqlite:{}", self.folder.join("center/center.db").display());
        // By the environment, because the address of a server holds its password.
        center.env("QINGJIANG_DATABASE", server.map_or_else(file, |server| server.url.clone()));
        center.args(["serve", "--listen", &format!("127.0.0.1:{}", made.port), "--secrets"]);
        center.arg(self.folder.join("center"));
        center.env("QINGJIANG_DEMO", "1");
        if std::env::var_os("RUST_LOG").is_none() {
            // A line for every exchange would push away the two that say who can sign in.
            center.env("RUST_LOG", "warn");
        }
        center
    }

    fn desk(&self, workspace: &Workspace) -> Command {
        let mut desk = workspace.start(products::DESK);
        desk.env("QINGJIANG_HOME", self.folder.join("outlet")).env("QINGJIANG_DEMO", "1");
        desk
    }

    fn who_can_sign_in(&self) -> Result<String, Failure> {
        let path = self.folder.join(SIGN_IN);
        fs::read_to_string(&path).map_err(Failure::at(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: &str) -> Result<Wish, Failure> {
        Wish::from(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn without_a_wish_the_demo_is_one_township_or_what_is_there() {
        let small = Made { customers: 500, port: 9000 };
        assert_eq!(Made::wanted(None, &wish("").unwrap()), Made { customers: CUSTOMERS, port: PORT });
        assert_eq!(Made::wanted(Some(small), &wish("").unwrap()), small);
    }

    #[test]
    fn a_wish_changes_only_what_it_names() {
        let small = Made { customers: 500, port: 9000 };
        assert_eq!(Made::wanted(Some(small), &wish("--scale 600").unwrap()), Made { customers: 600, port: 9000 });
        assert_eq!(Made::wanted(Some(small), &wish("--port 9001").unwrap()), Made { customers: 500, port: 9001 });
    }

    #[test]
    fn what_was_made_is_remembered_as_text() {
        let made = Made { customers: 12_200, port: 8750 };
        assert_eq!(Made::parse(&made.to_string()), Some(made));
        assert_eq!(Made::parse("half written"), None);
    }

    #[test]
    fn damaged_data_is_told_with_the_way_out() {
        let folder = std::env::temp_dir().join(format!("xtask-damaged-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let told = DemoData { folder: folder.clone() }.is_whole().unwrap_err().to_string();
        fs::remove_dir_all(folder).unwrap();
        assert!(told.contains("center/center.db is missing") && told.contains("--fresh"), "{told}");
    }

    #[test]
    fn nonsense_is_refused() {
        for line in ["--scale 0", "--port 70000", "--scale many", "now"] {
            assert!(wish(line).is_err(), "{line}");
        }
    }
}
