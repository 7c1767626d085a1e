//! The whole of Tokenbook: Kafka, PostgreSQL and the services, started in order and ended in reverse.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::authority::Authority;
use crate::distribution::Distribution;
use crate::error::{Doing as _, Error, Result};
use crate::free_ports::require_free;
use crate::guard::{Guarded, Launch, Signal, describe, wait_for_predecessor};
use crate::kafka::{KafkaOptions, KafkaServer};
use crate::ports::{Port, Ports, setting};
use crate::postgres::{PostgresOptions, PostgresServer};
use crate::secrets::Secrets;
use crate::services::{Service, Wiring};

const READY_DEADLINE: Duration = Duration::from_secs(90);
/// A service drains for up to 20 seconds by itself.
const SERVICE_GRACE: Duration = Duration::from_secs(25);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A part that ran this long is restarted without delay when it ends again.
const HEALTHY_RUN: Duration = Duration::from_mins(1);

/// Hears what happens to a stack, a line at a time.
pub type Notices = Arc<dyn Fn(&str) + Send + Sync>;

/// A part of a stack that can be killed and started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The Kafka broker.
    Kafka,
    /// The PostgreSQL server.
    Postgres,
    /// A service.
    Service(Service),
}

impl From<Service> for Part {
    fn from(service: Service) -> Self {
        Self::Service(service)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kafka => formatter.write_str("Kafka"),
            Self::Postgres => formatter.write_str("PostgreSQL"),
            Self::Service(service) => service.fmt(formatter),
        }
    }
}

/// What becomes of a part that ends by itself or by somebody else's hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartPolicy {
    /// It stays down until it is started again.
    Never,
    /// It is restarted after a pause that grows while it keeps ending.
    Always,
}

/// How a stack is to run.
#[derive(Clone)]
pub struct StackOptions {
    /// Its folder: data, logs, certificates, secrets. What is found there is taken up.
    pub home: PathBuf,
    /// Where its parts listen.
    pub ports: Ports,
    /// The folder of the services' programs; without it, the one that our own program was built into.
    pub bin_dir: Option<PathBuf>,
    /// Settings added to those of a service, or in their place.
    pub extra_env: BTreeMap<Service, BTreeMap<String, String>>,
    /// What becomes of a part that ends unasked.
    pub keep_running: RestartPolicy,
    /// Whether the data is for one test run only.
    pub ephemeral: bool,
    /// Whether Kafka flushes each append to disk before it acknowledges it.
    pub flush_every_message: bool,
    /// The Java heap of Kafka.
    pub kafka_heap_mb: u32,
    /// Hears what happens.
    pub notices: Notices,
}

impl fmt::Debug for StackOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StackOptions")
            .field("home", &self.home)
            .field("ports", &self.ports)
            .field("keep_running", &self.keep_running)
            .finish_non_exhaustive()
    }
}

impl StackOptions {
    /// A stack to work with: data is kept, and what ends is restarted.
    pub fn new(home: impl Into<PathBuf>, ports: Ports) -> Self {
        Self {
            home: home.into(),
            ports,
            bin_dir: None,
            extra_env: BTreeMap::new(),
            keep_running: RestartPolicy::Always,
            ephemeral: false,
            flush_every_message: false,
            kafka_heap_mb: 1024,
            notices: Arc::new(|_| {}),
        }
    }

    /// A stack for tests: on free ports, its data of no worth, and what is killed stays down.
    pub fn for_tests(home: impl Into<PathBuf>) -> Result<Self> {
        let options = Self::new(home, Ports::free()?);
        Ok(Self { keep_running: RestartPolicy::Never, ephemeral: true, kafka_heap_mb: 512, ..options })
    }
}

/// Where the parts of a stack are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The public REST API.
    pub gateway: String,
    /// `host:port` of Kafka.
    pub kafka: String,
    /// The superuser's URL of PostgreSQL.
    pub postgres: String,
    /// The gRPC endpoint of each service that has one.
    pub grpc: BTreeMap<Service, String>,
    /// Metrics and health of each service.
    pub admin: BTreeMap<Service, String>,
}

enum Process {
    Kafka(KafkaServer),
    Postgres(PostgresServer),
    Service(Guarded),
}

struct Running {
    process: Process,
    since: Instant,
}

struct Inner {
    options: StackOptions,
    bin_dir: PathBuf,
    distribution: Distribution,
    wiring: Mutex<Wiring>,
    /// What runs and is meant to; a part that is killed or stopped on purpose leaves this map first.
    running: Mutex<BTreeMap<Part, Arc<Running>>>,
    /// Held, hence locked, while the stack runs.
    _lock: File,
}

/// A running stack; dropping it ends all of it.
pub struct Stack {
    inner: Arc<Inner>,
    keepers: Mutex<Vec<tokio::task::JoinHandle<()>>>,
}

impl fmt::Debug for Stack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Stack").field("options", &self.inner.options).finish_non_exhaustive()
    }
}

impl Stack {
    /// Starts everything, and returns when all of it is healthy.
    ///
    /// Everything that can be found wrong beforehand is checked before anything starts. A stack whose starting fails is
    /// stopped; one that is given up (by dropping this future) is ended by its guards.
    pub async fn start(options: StackOptions) -> Result<Self> {
        let inner = prepare(options).await?;
        let stack = Self { inner: Arc::new(inner), keepers: Mutex::default() };
        if let Err(error) = stack.start_all().await {
            stack.stop().await;
            return Err(error);
        }
        Ok(stack)
    }

    async fn start_all(&self) -> Result<()> {
        tokio::try_join!(self.start_part(Part::Kafka), self.start_part(Part::Postgres))?;
        self.inner.create_databases().await?;
        for service in Service::ALL {
            self.start_part(service).await?;
        }
        Ok(())
    }

    /// Ends everything cleanly, in reverse order.
    pub async fn stop(&self) {
        self.let_go();
        for service in Service::ALL.into_iter().rev() {
            self.inner.stop(Part::Service(service)).await;
        }
        tokio::join!(self.inner.stop(Part::Postgres), self.inner.stop(Part::Kafka));
    }

    /// Ends everything by SIGKILL.
    pub async fn kill_all(&self) {
        self.let_go();
        let parts: Vec<Part> = self.inner.running().keys().copied().collect();
        for part in parts {
            self.kill(part).await;
        }
    }

    /// Ends a part by SIGKILL, and returns when it is gone; it stays down until it is started again.
    pub async fn kill(&self, part: impl Into<Part>) {
        let killed = self.inner.running().remove(&part.into());
        match killed.as_deref().map(|running| &running.process) {
            Some(Process::Kafka(server)) => server.kill().await,
            Some(Process::Postgres(server)) => server.kill().await,
            Some(Process::Service(guarded)) => drop(guarded.stop(Signal::Kill, SERVICE_GRACE).await),
            None => {}
        }
    }

    /// Ends a part cleanly; it stays down until it is started again.
    pub async fn stop_part(&self, part: impl Into<Part>) {
        self.inner.stop(part.into()).await;
    }

    /// Passes a part a signal, such as [`Signal::Stop`] to let it stand still.
    pub fn signal(&self, part: impl Into<Part>, signal: Signal) {
        let signalled = self.inner.running().get(&part.into()).cloned();
        match signalled.as_deref().map(|running| &running.process) {
            Some(Process::Kafka(server)) => server.signal(signal),
            Some(Process::Postgres(server)) => server.signal(signal),
            Some(Process::Service(guarded)) => guarded.signal(signal),
            None => {}
        }
    }

    /// Starts a part that is down, and returns when it is healthy.
    pub async fn start_part(&self, part: impl Into<Part>) -> Result<()> {
        let part = part.into();
        self.inner.start(part).await?;
        if self.inner.options.keep_running == RestartPolicy::Always {
            let keeper = tokio::spawn(keep(Arc::clone(&self.inner), part));
            self.keepers.lock().unwrap_or_else(PoisonError::into_inner).push(keeper);
        }
        Ok(())
    }

    /// The same for a service.
    pub async fn start_service(&self, service: Service) -> Result<()> {
        self.start_part(service).await
    }

    /// The process id of a part, while it runs.
    pub fn pid(&self, part: impl Into<Part>) -> Option<u32> {
        let running = self.inner.running().get(&part.into()).cloned()?;
        match &running.process {
            Process::Kafka(server) => server.pid(),
            Process::Postgres(server) => server.pid(),
            Process::Service(guarded) => guarded.pid(),
        }
    }

    /// Where its parts are reached.
    pub fn addresses(&self) -> Addresses {
        let wiring = self.inner.wiring();
        let postgres = match self.inner.running().get(&Part::Postgres).map(|running| &running.process) {
            Some(Process::Postgres(server)) => server.url("postgres"),
            _ => format!("postgres://{}/postgres", wiring.address(Port::Postgres)),
        };
        let grpc = |service: Service| wiring.ports.get(Port::Grpc(service));
        Addresses {
            gateway: wiring.http_url(Service::Gateway),
            kafka: wiring.address(Port::Kafka),
            postgres,
            grpc: Service::ALL
                .into_iter()
                .filter(|service| grpc(*service) > 0)
                .map(|service| (service, format!("https://localhost:{}", grpc(service))))
                .collect(),
            admin: Service::ALL
                .into_iter()
                .map(|service| (service, format!("http://{}", wiring.address(Port::Admin(service)))))
                .collect(),
        }
    }

    /// The URL of a service's own database.
    pub fn database_url(&self, service: Service) -> Result<Option<String>> {
        self.inner.wiring().database_url(service)
    }

    /// The environment that a service is started with, but for what is inherited.
    pub fn environment(&self, service: Service) -> Result<BTreeMap<String, String>> {
        self.inner.environment(service)
    }

    /// A password that was made once for this stack and is remembered under this name.
    pub fn password(&self, name: &str) -> Result<String> {
        self.inner.wiring().secrets.password(name)
    }

    /// The folder of the services' logs, one `<name>.log` each.
    pub fn logs_dir(&self) -> PathBuf {
        self.inner.logs_dir()
    }

    /// The folder of the certificates: `ca.pem`, and `<name>.pem` and `<name>.key` of each service and of `operator`.
    pub fn certificates(&self) -> PathBuf {
        self.inner.options.home.join("certificates")
    }

    /// The authority of these certificates.
    pub fn authority(&self) -> Result<Authority> {
        Authority::open_or_create(self.certificates())
    }

    fn let_go(&self) {
        for keeper in self.keepers.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            keeper.abort();
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // The keepers hold the processes too, and would restart them.
        self.let_go();
    }
}

impl Inner {
    fn wiring(&self) -> MutexGuard<'_, Wiring> {
        self.wiring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<Part, Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn logs_dir(&self) -> PathBuf {
        self.options.home.join("logs")
    }

    fn environment(&self, service: Service) -> Result<BTreeMap<String, String>> {
        let mut environment = self.wiring().environment(service)?;
        if let Some(extra) = self.options.extra_env.get(&service) {
            environment.extend(extra.clone());
        }
        Ok(environment)
    }

    async fn start(&self, part: Part) -> Result<()> {
        let begun = Instant::now();
        let process = match part {
            Part::Kafka => {
                Process::Kafka(KafkaServer::start(&self.distribution, self.kafka_options()).await?)
            }
            Part::Postgres => {
                Process::Postgres(PostgresServer::start(&self.distribution, self.postgres_options()).await?)
            }
            Part::Service(service) => Process::Service(self.start_service(service).await?),
        };
        self.running().insert(part, Arc::new(Running { process, since: Instant::now() }));
        (self.options.notices)(&format!("{part} is up ({:.1} s)", begun.elapsed().as_secs_f32()));
        Ok(())
    }

    async fn stop(&self, part: Part) {
        let stopped = self.running().remove(&part);
        let Some(running) = stopped else { return };
        match &running.process {
            Process::Kafka(server) => server.stop().await,
            Process::Postgres(server) => server.stop().await,
            Process::Service(guarded) => drop(guarded.stop(Signal::Terminate, SERVICE_GRACE).await),
        }
        (self.options.notices)(&format!("{part} has stopped"));
    }

    fn kafka_options(&self) -> KafkaOptions {
        KafkaOptions {
            dir: kafka_dir(&self.options.home),
            port: self.options.ports.get(Port::Kafka),
            flush_every_message: self.options.flush_every_message,
            heap_mb: self.options.kafka_heap_mb,
            jvm: Vec::new(),
            ephemeral: self.options.ephemeral,
            place: None,
        }
    }

    fn postgres_options(&self) -> PostgresOptions {
        PostgresOptions {
            dir: postgres_dir(&self.options.home),
            port: self.options.ports.get(Port::Postgres),
            ephemeral: self.options.ephemeral,
        }
    }

    async fn create_databases(&self) -> Result<()> {
        let running = self.running().get(&Part::Postgres).cloned();
        let Some(Process::Postgres(server)) = running.as_deref().map(|running| &running.process) else {
            return Ok(());
        };
        for database in Service::ALL.into_iter().filter_map(Service::database) {
            let password = self.wiring().database_password(database)?;
            server.ensure_database(database, &password).await?;
        }
        Ok(())
    }

    async fn start_service(&self, service: Service) -> Result<Guarded> {
        let pid_file = pid_file(&self.options.home, service);
        wait_for_predecessor(service.name(), &pid_file, SERVICE_GRACE).await?;
        let guarded = Guarded::start(Launch {
            part: service.name().to_owned(),
            command: vec![service.program(&self.bin_dir).into_os_string()],
            environment: self.environment(service)?,
            folder: self.options.home.clone(),
            log: self.logs_dir().join(format!("{service}.log")),
            pid_file,
            orphan: if self.options.ephemeral { Signal::Kill } else { Signal::Terminate },
            grace: SERVICE_GRACE,
        })?;
        let health = format!("http://{}/readyz", self.wiring().address(Port::Admin(service)));
        wait_until_healthy(&guarded, &health).await?;
        Ok(guarded)
    }
}

/// Waits until the service says that it is ready.
async fn wait_until_healthy(guarded: &Guarded, health: &str) -> Result<()> {
    const REMEDY: &str = "its log says more";
    let client = http_client()?;
    let deadline = Instant::now() + READY_DEADLINE;
    let mut answer = String::from("no answer");
    loop {
        if let Some(status) = guarded.exit_status() {
            return Err(guarded.not_started(&describe(status), REMEDY));
        }
        if Instant::now() > deadline {
            let happened =
                format!("was not ready in {} seconds ({health}: {answer})", READY_DEADLINE.as_secs());
            return Err(guarded.not_started(&happened, REMEDY));
        }
        match client.get(health).timeout(Duration::from_secs(5)).send().await {
            Ok(response) if response.status().is_success() => return Ok(()),
            Ok(response) => {
                answer = format!("{}, {}", response.status(), response.text().await.unwrap_or_default());
            }
            Err(_) => "no answer".clone_into(&mut answer),
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// An HTTP client for 127.0.0.1, whatever proxy this machine uses for the world.
pub(crate) fn http_client() -> Result<reqwest::Client> {
    // The client wants a TLS implementation even for plain HTTP; here no certificate is trusted, so none is needed either.
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().tls_certs_only([]).build().map_err(|error| {
        Error::missing(
            format!("no HTTP client can be made ({error})"),
            "check the limits of this process (`ulimit -a`)",
        )
    })
}

/// Restarts a part whenever it ends unasked.
async fn keep(inner: Arc<Inner>, part: Part) {
    let mut pause = FIRST_PAUSE;
    loop {
        let Some(watched) = inner.running().get(&part).cloned() else { return };
        let how = match &watched.process {
            Process::Kafka(server) => server.exited().await,
            Process::Postgres(server) => server.exited().await,
            Process::Service(guarded) => describe(guarded.exited().await),
        };
        // Ended on purpose, or started anew by another hand: then somebody else keeps it.
        if !inner.running().get(&part).is_some_and(|current| Arc::ptr_eq(current, &watched)) {
            return;
        }
        if watched.since.elapsed() > HEALTHY_RUN {
            pause = FIRST_PAUSE;
        }
        drop(watched);
        let mut what = format!("{part} {how}");
        loop {
            (inner.options.notices)(&format!("{what}; restarting it in {:.1} s", pause.as_secs_f32()));
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            match inner.start(part).await {
                Ok(()) => break,
                Err(error) => what = error.to_string(),
            }
        }
    }
}

/// Checks everything that can be checked before anything starts.
async fn prepare(mut options: StackOptions) -> Result<Inner> {
    options.home = std::path::absolute(&options.home).doing("find", &options.home)?;
    for folder in ["", "logs", "run", "media"] {
        let folder = options.home.join(folder);
        fs::create_dir_all(&folder).doing("create", &folder)?;
    }
    let lock = lock(&options)?;
    let bin_dir = options.bin_dir.clone().map_or_else(own_folder, Ok)?;
    // Services are started in another folder than ours.
    let bin_dir = std::path::absolute(&bin_dir).doing("find", &bin_dir)?;
    for service in Service::ALL {
        let program = service.program(&bin_dir);
        if !program.is_file() {
            let what = format!("no program {}", program.display());
            return Err(Error::missing(what, "`cargo build --workspace --bins` builds it"));
        }
    }
    let notices = Arc::clone(&options.notices);
    let distribution = tokio::task::spawn_blocking(move || Distribution::ensure(&|line| notices(line)))
        .await
        .map_err(std::io::Error::other)
        .doing("look for Kafka and PostgreSQL from", &options.home)??;
    wait_for_predecessors(&options.home).await?;
    for (port, number) in options.ports.iter() {
        require_free(number, &port.to_string(), &setting(port))?;
    }
    let authority = Authority::open_or_create(options.home.join("certificates"))?;
    authority.issue("operator")?;
    let secrets = Secrets::open(options.home.join("secrets.json"))?;
    let wiring = Wiring { home: options.home.clone(), ports: options.ports.clone(), authority, secrets };
    Ok(Inner {
        options,
        bin_dir,
        distribution,
        wiring: Mutex::new(wiring),
        running: Mutex::default(),
        _lock: lock,
    })
}

/// Says in one line who runs already, instead of starting beside it on the same data.
fn lock(options: &StackOptions) -> Result<File> {
    let path = options.home.join("run/stack.lock");
    let file = File::options().create(true).append(true).open(&path).doing("open", &path)?;
    if file.try_lock().is_err() {
        let owner = fs::read_to_string(&path).unwrap_or_default();
        let what = format!("the local stack in {} runs already ({owner})", options.home.display());
        return Err(Error::AlreadyRunning(format!("{what}; end it with Ctrl-C where it was started")));
    }
    let gateway = options.ports.get(Port::Http(Service::Gateway));
    let owner = format!("process {}, http://127.0.0.1:{gateway}", std::process::id());
    file.set_len(0).doing("write", &path)?;
    fs::write(&path, owner).doing("write", &path)?;
    Ok(file)
}

async fn wait_for_predecessors(home: &Path) -> Result<()> {
    for service in Service::ALL {
        wait_for_predecessor(service.name(), &pid_file(home, service), SERVICE_GRACE).await?;
    }
    KafkaServer::wait_for_predecessor(&kafka_dir(home)).await?;
    PostgresServer::wait_for_predecessor(&postgres_dir(home)).await
}

fn pid_file(home: &Path, service: Service) -> PathBuf {
    home.join("run").join(format!("{service}.pid"))
}

fn kafka_dir(home: &Path) -> PathBuf {
    home.join("kafka")
}

fn postgres_dir(home: &Path) -> PathBuf {
    home.join("postgres")
}

/// The folder of our own program; tests are built one folder deeper than the programs.
fn own_folder() -> Result<PathBuf> {
    let program = std::env::current_exe().doing("find", Path::new("our own program"))?;
    let mut folder = program.parent().unwrap_or(Path::new(".")).to_owned();
    if folder.ends_with("deps") || folder.ends_with("examples") {
        folder.pop();
    }
    Ok(folder)
}
