//! A PostgreSQL of one's own: a cluster in a folder, on a free port of loopback, gone with whoever started it.
//!
//! The programs are those that the system installed; its own cluster is left alone. PostgreSQL refuses to run as root, so
//! where root starts it, it runs as the user `postgres`. This file needs nothing but the standard library: `cargo xtask`
//! reads it as well.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

/// Runs the server until its input ends, which is when the process that started it has ended, however that came about.
const KEEPER: &str = r#"
trap '' INT
folder=$1; gone_after=$2; shift 2
"$@" < /dev/null &
server=$!
exec 2>&-
read -r word
if [ "$word" = crash ]; then
    kill -9 "$server" $(ps -o pid= --ppid "$server")
    wait "$server"
    exit
fi
kill -INT "$server"
wait "$server"
test "$gone_after" = no || rm -rf "$folder"
"#;
/// What a server says, and a replica with "read-only connections".
const READY: &str = "database system is ready to accept";
/// A free port may be taken by somebody else in the moment before the server takes it.
const ATTEMPTS: usize = 5;
const RESTARTS: usize = 100;

/// What becomes of the cluster when its server stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afterwards {
    Stays,
    Goes,
}

pub struct PostgresServer {
    folder: PathBuf,
    password: String,
    port: u16,
    settings: Vec<String>,
    afterwards: Afterwards,
    keeper: Option<Child>,
}

impl PostgresServer {
    /// Starts the cluster in the folder, and makes it first where there is none. Settings are like `fsync=off`.
    pub fn start(folder: &Path, afterwards: Afterwards, settings: &[&str]) -> io::Result<PostgresServer> {
        let mut server = PostgresServer {
            folder: folder.to_owned(),
            password: String::new(),
            port: 0,
            settings: settings.iter().map(|&setting| setting.to_owned()).collect(),
            afterwards,
            keeper: None,
        };
        if !server.data().join("PG_VERSION").exists() {
            server.make_cluster()?;
        }
        server.password = fs::read_to_string(server.password_file())?.trim().to_owned();
        server.start_somewhere()?;
        Ok(server)
    }

    /// A copy in another folder that follows this server and answers questions.
    pub fn start_replica(&self, folder: &Path) -> io::Result<PostgresServer> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("password"), &self.password)?;
        give_to_postgres(folder)?;
        let mut copying = as_postgres(&program("pg_basebackup")?);
        copying.args(["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]);
        copying.arg("--dbname").arg(self.url("postgres")).arg("--pgdata").arg(folder.join("data"));
        said(copying.current_dir(folder).output()?)?;
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        PostgresServer::start(folder, self.afterwards, &settings)
    }

    /// The address of a database, with its password.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes an empty database and gives its address.
    pub fn create_database(&self, name: &str) -> io::Result<String> {
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))?;
        Ok(self.url(name))
    }

    pub fn has_database(&self, name: &str) -> io::Result<bool> {
        Ok(!self.sql("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"))?.is_empty())
    }

    /// Runs a statement and gives what it says, a row a line.
    pub fn sql(&self, database: &str, statement: &str) -> io::Result<String> {
        let mut psql = Command::new(program("psql")?);
        psql.args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            "--command",
            statement,
        ]);
        Ok(said(psql.arg(self.url(database)).output()?)?.trim().to_owned())
    }

    /// As when the power goes: every process of the server at once, without a word.
    pub fn kill(&mut self) -> io::Result<()> {
        if let Some(mut keeper) = self.keeper.take() {
            keeper.stdin.take().expect("the input is piped").write_all(b"crash\n")?;
            keeper.wait()?;
        }
        Ok(())
    }

    /// Starts again on the same port after `kill` or `stop`.
    pub fn restart(&mut self) -> io::Result<()> {
        // The last processes of a server that was killed let go of its memory in their own time.
        let mut attempts = 0;
        loop {
            attempts += 1;
            match self.launch() {
                Err(_) if attempts < RESTARTS => {}
                launched => return launched,
            }
        }
    }

    /// Stops in order: what is under way is undone, what was committed is written.
    pub fn stop(&mut self) -> io::Result<()> {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            keeper.wait()?;
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn password_file(&self) -> PathBuf {
        self.folder.join("password")
    }

    fn make_cluster(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let password =
            format!("{:016x}{:016x}", RandomState::new().hash_one("one"), RandomState::new().hash_one("two"));
        fs::write(self.password_file(), &password)?;
        give_to_postgres(&self.folder)?;
        let mut initdb = as_postgres(&program("initdb")?);
        initdb.args(["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--username=postgres", "--no-sync"]);
        initdb.arg("--pwfile").arg(self.password_file()).arg("--pgdata").arg(self.data());
        said(initdb.current_dir(&self.folder).output()?)?;
        Ok(())
    }

    fn start_somewhere(&mut self) -> io::Result<()> {
        let mut attempts = 0;
        loop {
            self.port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            attempts += 1;
            match self.launch() {
                Err(_) if attempts < ATTEMPTS => {}
                launched => return launched,
            }
        }
    }

    /// Returns once the server takes connections.
    fn launch(&mut self) -> io::Result<()> {
        let mut keeper = as_postgres(Path::new("sh"));
        keeper.args(["-c", KEEPER, "sh"]).arg(&self.folder);
        keeper.arg(if self.afterwards == Afterwards::Goes { "yes" } else { "no" });
        keeper.arg(program("postgres")?).arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        keeper.arg("-k").arg("").args(["-c", "listen_addresses=127.0.0.1", "-c", "logging_collector=off"]);
        for setting in &self.settings {
            keeper.args(["-c", setting]);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut keeper, 0);
        let mut keeper = keeper
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let log = BufReader::new(keeper.stderr.take().expect("the log is piped"));
        if let Err(error) = wait_until_ready(log) {
            keeper.kill()?;
            keeper.wait()?;
            return Err(error);
        }
        self.keeper = Some(keeper);
        Ok(())
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

/// Reads the log until the server is ready. The rest of it is read as well, or the server could not go on.
fn wait_until_ready(mut log: BufReader<ChildStderr>) -> io::Result<()> {
    let (mut line, mut last) = (String::new(), String::new());
    loop {
        line.clear();
        if log.read_line(&mut line)? == 0 {
            return Err(io::Error::other(format!("PostgreSQL did not start: {}", last.trim())));
        }
        if line.contains(READY) {
            std::thread::spawn(move || io::copy(&mut log, &mut io::sink()));
            return Ok(());
        }
        last.clone_from(&line);
    }
}

/// A program of PostgreSQL: Debian keeps them outside of the path, by version.
fn program(name: &str) -> io::Result<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut found = versions.into_iter().rev().chain(std::env::split_paths(&paths)).map(|folder| folder.join(name));
    found.find(|path| path.is_file()).ok_or_else(|| {
        io::Error::other(format!("PostgreSQL is not installed ({name} is missing); `cargo xtask setup` installs it"))
    })
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}

fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut other_user = Command::new("setpriv");
    other_user.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    other_user
}

fn give_to_postgres(folder: &Path) -> io::Result<()> {
    if is_root() {
        said(Command::new("chown").args(["-R", "postgres:"]).arg(folder).output()?)?;
    }
    Ok(())
}

fn said(output: Output) -> io::Result<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
