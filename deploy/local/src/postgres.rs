//! One PostgreSQL server on 127.0.0.1.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::time::{Instant, sleep};

use crate::distribution::Distribution;
use crate::error::{Doing as _, Error, Result};
use crate::free_ports::{require_free, user_id};
use crate::guard::{Guarded, Launch, Signal, describe, tail, wait_for_predecessor};
use crate::ports::{Port, setting};
use crate::secrets::{random, write_private};

const START_DEADLINE: Duration = Duration::from_mins(1);
const STOP_GRACE: Duration = Duration::from_secs(30);
const PID_FILE: &str = "guard.pid";
const SUPERUSER: &str = "postgres";
const REMEDY: &str = "`make clean` starts afresh if the data is damaged";

/// How a server is to run.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// Its folder; data found there is taken up.
    pub dir: PathBuf,
    /// Its port.
    pub port: u16,
    /// Whether its data is for one test run only: no fsync, no passwords.
    pub ephemeral: bool,
}

impl PostgresOptions {
    /// A server whose data is kept.
    pub fn new(dir: impl Into<PathBuf>, port: u16) -> Self {
        Self { dir: dir.into(), port, ephemeral: false }
    }

    /// A server for tests.
    pub fn ephemeral(dir: impl Into<PathBuf>, port: u16) -> Self {
        Self { ephemeral: true, ..Self::new(dir, port) }
    }
}

/// A running server; dropping it ends it.
#[derive(Debug)]
pub struct PostgresServer {
    options: PostgresOptions,
    password: String,
    process: Guarded,
}

impl PostgresServer {
    /// Starts a server and waits until it serves. A folder used before, also by a server that was killed, keeps its data.
    pub async fn start(distribution: &Distribution, options: PostgresOptions) -> Result<Self> {
        fs::create_dir_all(&options.dir).doing("create", &options.dir)?;
        let account = Account::for_server(&options.dir)?;
        let password = superuser_password(&options.dir)?;
        Self::wait_for_predecessor(&options.dir).await?;
        require_free(options.port, "PostgreSQL", &setting(Port::Postgres))?;
        initialize_once(distribution, &options, &account, &password).await?;
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            remove_stale_status(&options.dir)?;
            let process = Guarded::start(launch(distribution, &options, &account))?;
            let server = Self { options: options.clone(), password: password.clone(), process };
            match server.wait_until_ready(deadline).await {
                Ok(()) => return Ok(server),
                // Sessions of a server that was killed hold its shared memory until they notice, within seconds.
                Err(Error::NotStarted { tail, .. })
                    if tail.contains("is still in use") && Instant::now() < deadline =>
                {
                    sleep(Duration::from_millis(200)).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// A connection URL of the superuser for the given database.
    pub fn url(&self, database: &str) -> String {
        let password = if self.options.ephemeral { String::new() } else { format!(":{}", self.password) };
        format!("postgres://{SUPERUSER}{password}@127.0.0.1:{}/{database}", self.options.port)
    }

    /// The port of the server.
    pub fn port(&self) -> u16 {
        self.options.port
    }

    /// The process id of the server, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Creates a database that nobody used before; the name may hold lower-case letters, digits and underscores.
    pub async fn create_database(&self, name: &str) -> Result<()> {
        let name = identifier(name)?;
        let mut connection = self.connect().await?;
        execute(&mut connection, format!("CREATE DATABASE {name}")).await?;
        close(connection).await
    }

    /// Sees to it that there is a database of this name, owned by a login role of the same name with this password.
    pub async fn ensure_database(&self, name: &str, password: &str) -> Result<()> {
        let name = identifier(name)?;
        if !password.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::missing(
                format!("the password of the database {name}"),
                "it may hold letters and digits only",
            ));
        }
        let mut connection = self.connect().await?;
        if !exists(&mut connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", name).await? {
            execute(&mut connection, format!("CREATE ROLE {name} LOGIN")).await?;
        }
        execute(&mut connection, format!("ALTER ROLE {name} PASSWORD '{password}'")).await?;
        if !exists(&mut connection, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name)
            .await?
        {
            execute(&mut connection, format!("CREATE DATABASE {name} OWNER {name}")).await?;
            // Each service sees its own database only.
            execute(&mut connection, format!("REVOKE CONNECT, TEMPORARY ON DATABASE {name} FROM PUBLIC"))
                .await?;
        }
        close(connection).await
    }

    /// Ends it cleanly, disconnecting its clients.
    pub async fn stop(&self) {
        self.process.stop(Signal::Interrupt, STOP_GRACE).await;
    }

    /// Ends it by SIGKILL, and returns when it is gone.
    pub async fn kill(&self) {
        self.process.stop(Signal::Kill, STOP_GRACE).await;
    }

    /// Waits for one that an owner who was killed left behind, whose guard ends it within moments.
    pub(crate) async fn wait_for_predecessor(dir: &Path) -> Result<()> {
        wait_for_predecessor("PostgreSQL", &dir.join(PID_FILE), STOP_GRACE).await?;
        wait_for_orphan(dir).await
    }

    /// Passes it a signal.
    pub fn signal(&self, signal: Signal) {
        self.process.signal(signal);
    }

    /// Returns when it has ended, with how.
    pub(crate) async fn exited(&self) -> String {
        describe(self.process.exited().await)
    }

    async fn connect(&self) -> Result<PgConnection> {
        PgConnection::connect(&self.url("postgres")).await.map_err(|source| refused("let us in", source))
    }

    async fn wait_until_ready(&self, deadline: Instant) -> Result<()> {
        // Its eighth line says `ready` once sessions are accepted; a file of an earlier server was removed before.
        let status_file = postmaster_file(&self.options.dir);
        loop {
            let text = fs::read_to_string(&status_file).unwrap_or_default();
            if text.lines().nth(7).is_some_and(|status| status.trim() == "ready") {
                return Ok(());
            }
            if let Some(status) = self.process.exit_status() {
                return Err(self.process.not_started(&describe(status), REMEDY));
            }
            if Instant::now() > deadline {
                return Err(self.process.not_started("was not up in 60 seconds", REMEDY));
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A server whose guard was killed too may be about to end.
async fn wait_for_orphan(dir: &Path) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while let Some(pid) = remove_stale_status(dir)? {
        if Instant::now() > deadline {
            let what = format!("PostgreSQL runs already in {} as process {pid}", dir.display());
            return Err(Error::missing(what, format!("`kill -INT {pid}` ends it")));
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Removes the status file of a server that is gone; the process id of one that is not.
fn remove_stale_status(dir: &Path) -> Result<Option<u32>> {
    let path = postmaster_file(dir);
    let Ok(text) = fs::read_to_string(&path) else { return Ok(None) };
    let pid = text.lines().next().and_then(|line| line.trim().parse::<u32>().ok());
    let data = dir.join("data");
    let lives = pid.filter(|pid| {
        // The same id may belong to another program by now: a server's command line names its folder.
        let command_line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let named = data.as_os_str().as_encoded_bytes();
        command_line.windows(named.len()).any(|part| part == named)
    });
    if lives.is_none() {
        fs::remove_file(&path).doing("remove", &path)?;
    }
    Ok(lives)
}

fn postmaster_file(dir: &Path) -> PathBuf {
    dir.join("data/postmaster.pid")
}

fn launch(distribution: &Distribution, options: &PostgresOptions, account: &Account) -> Launch {
    let mut command = account.command(&distribution.postgres_program("postgres"));
    command.push("-D".into());
    command.push(options.dir.join("data").into_os_string());
    let mut settings = vec![
        format!("port={}", options.port),
        "listen_addresses=127.0.0.1".to_owned(),
        "unix_socket_directories=".to_owned(),
        "max_connections=300".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        "log_line_prefix=%m [%p] %u@%d ".to_owned(),
    ];
    if options.ephemeral {
        // Commits are still handed to the operating system, so they survive a kill, though not a power cut.
        settings.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
    }
    for line in settings {
        command.push("-c".into());
        command.push(line.into());
    }
    Launch {
        part: "PostgreSQL".to_owned(),
        command,
        environment: BTreeMap::new(),
        folder: options.dir.clone(),
        log: options.dir.join("postgres.log"),
        pid_file: options.dir.join(PID_FILE),
        // An immediate shutdown gives back the shared memory, which SIGKILL would not.
        orphan: if options.ephemeral { Signal::Quit } else { Signal::Interrupt },
        grace: STOP_GRACE,
    }
}

/// The user that the server runs as: ourselves, or `nobody` when we are root, whom PostgreSQL refuses.
#[derive(Debug)]
struct Account {
    drop_to: Option<(u32, u32)>,
    /// Whether `nobody` could not walk to the folder, as below a `/root` of mode 0700.
    walled_in: bool,
}

impl Account {
    fn for_server(dir: &Path) -> Result<Self> {
        if user_id() != 0 {
            return Ok(Self { drop_to: None, walled_in: false });
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let nobody = users.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next()? == "nobody").then_some(())?;
            let mut ids = fields.skip(1).map_while(|id| id.parse().ok());
            Some((ids.next()?, ids.next()?))
        });
        let dir = fs::canonicalize(dir).doing("find", dir)?;
        let walled_in = dir
            .ancestors()
            .any(|folder| fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 1 == 0));
        Ok(Self { drop_to: Some(nobody.unwrap_or((65534, 65534))), walled_in })
    }

    fn command(&self, program: &Path) -> Vec<OsString> {
        let mut command: Vec<OsString> = Vec::new();
        if let Some((user, group)) = self.drop_to {
            let drop = format!("setpriv --reuid={user} --regid={group} --clear-groups --no-new-privs");
            command.extend(drop.split(' ').map(OsString::from));
            if self.walled_in {
                command
                    .extend(["--inh-caps=+dac_override", "--ambient-caps=+dac_override"].map(OsString::from));
            }
        }
        command.push(program.as_os_str().to_owned());
        command
    }

    fn give(&self, path: &Path) -> Result<()> {
        match self.drop_to {
            Some((user, group)) => {
                chown(path, Some(user), Some(group)).doing("give to PostgreSQL's user", path)
            }
            None => Ok(()),
        }
    }
}

fn superuser_password(dir: &Path) -> Result<String> {
    let path = dir.join("superuser.password");
    if let Ok(password) = fs::read_to_string(&path) {
        return Ok(password);
    }
    let password = hex::encode(random::<16>()?);
    write_private(&path, password.as_bytes())?;
    Ok(password)
}

/// A new folder gets an empty database cluster; an interrupted attempt leaves nothing that counts.
async fn initialize_once(
    distribution: &Distribution,
    options: &PostgresOptions,
    account: &Account,
    password: &str,
) -> Result<()> {
    let data = options.dir.join("data");
    if data.is_dir() {
        return Ok(());
    }
    let new = options.dir.join("data.new");
    if new.exists() {
        fs::remove_dir_all(&new).doing("remove", &new)?;
    }
    fs::create_dir(&new).doing("create", &new)?;
    account.give(&new)?;
    let password_file = options.dir.join("initdb.password");
    write_private(&password_file, password.as_bytes())?;
    account.give(&password_file)?;
    let mut command = account.command(&distribution.postgres_program("initdb"));
    command.extend(["-D".into(), new.clone().into_os_string()]);
    command.extend(
        ["-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--locale-provider=builtin"].map(OsString::from),
    );
    command.extend(["--builtin-locale=C.UTF-8", "--no-instructions"].map(OsString::from));
    let method = if options.ephemeral { "--auth=trust" } else { "--auth=scram-sha-256" };
    command.push(method.into());
    if options.ephemeral {
        command.push("--no-sync".into());
    }
    command.push("--pwfile".into());
    command.push(password_file.clone().into_os_string());
    let folder = options.dir.clone();
    let output = tokio::task::spawn_blocking(move || {
        Command::new(&command[0]).args(&command[1..]).current_dir(folder).output()
    })
    .await;
    let output = output
        .map_err(std::io::Error::other)
        .and_then(|output| output)
        .doing("run initdb in", &options.dir)?;
    fs::remove_file(&password_file).doing("remove", &password_file)?;
    if output.status.success() {
        return fs::rename(&new, &data).doing("create", &data);
    }
    let log = options.dir.join("initdb.log");
    fs::write(&log, [output.stdout, output.stderr].concat()).doing("write", &log)?;
    Err(Error::NotStarted {
        part: "initdb".to_owned(),
        happened: format!("ended with {}", output.status),
        tail: tail(&log, 0),
        log,
        remedy: "set TOKENBOOK_HOME to a folder that the user `nobody` can enter, or run as another user than root"
            .to_owned(),
    })
}

/// A name that needs no quotes in SQL.
fn identifier(name: &str) -> Result<&str> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let starts = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if starts && name.len() <= 63 && name.bytes().all(plain) {
        return Ok(name);
    }
    Err(Error::missing(
        format!("a database cannot be named {name:?}"),
        "use up to 63 lower-case letters, digits and underscores",
    ))
}

/// Runs a statement that takes no parameters; what is put into its text was checked by the caller.
async fn execute(connection: &mut PgConnection, statement: String) -> Result<()> {
    // Only the first words: a password stands further back.
    let doing: Vec<&str> = statement.split(' ').take(3).collect();
    let doing = doing.join(" ");
    sqlx::query(AssertSqlSafe(statement))
        .execute(connection)
        .await
        .map(drop)
        .map_err(|source| refused(&doing, source))
}

async fn exists(connection: &mut PgConnection, statement: &'static str, name: &str) -> Result<bool> {
    sqlx::query_scalar(statement)
        .bind(name)
        .fetch_one(connection)
        .await
        .map_err(|source| refused("look up", source))
}

async fn close(connection: PgConnection) -> Result<()> {
    connection.close().await.map_err(|source| refused("end the session", source))
}

fn refused(doing: &str, source: sqlx::Error) -> Error {
    Error::Database { doing: doing.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn only_plain_names_reach_sql() {
        for name in ["accounts", "test_1", "sandbox_processor"] {
            assert!(identifier(name).is_ok(), "{name}");
        }
        for name in ["", "1a", "a-b", "a b", "a;b", "A", "\"a\"", "é"] {
            assert!(identifier(name).is_err(), "{name}");
        }
    }
}
