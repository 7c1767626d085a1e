//! The service under test, its callers and what it stands on.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::generation::v1::generation_service_client::GenerationServiceClient;
use contracts::generation::v1::work::Spec;
use contracts::generation::v1::{
    ChatMessage, ChatSpec, CreateGenerationRequest, Generation, GenerationEvent, GenerationStatus,
    GetGenerationRequest, ImageSpec, UploadImageRequest, VideoSpec, Work,
};
use futures::future::BoxFuture;
use generation::config::{Config, JobOptions, OpenAiOptions, ProviderChoice};
use generation::provider::sandbox::Sandbox;
use generation::provider::{Capabilities, LookedUp, Provider, ProviderJob, Submitted};
use generation::store::Store;
use runtime::config::{DatabaseOptions, GrpcOptions, KafkaOptions, LogFormat};
use runtime::grpc::Channel;
use runtime::{Clock, Context, Lifecycle, Options};
use sqlx::PgPool;
use testkit::{Identities, eventually};
use tokio::sync::watch;

use crate::ledger::LedgerDouble;
use crate::log::{PARTITIONS, events_of, kind_name};

pub(crate) const SOON: Duration = Duration::from_mins(1);

pub(crate) const API_KEY: &str = "sk-test-5ac1";

/// What stands for the models of the shipped price book.
const MODELS: &str = r#"{
    "talk-1": {"chat": {"model": "their-talk", "parameters": {"temperature": 0.5}}},
    "still-1": {"image": {"model": "their-still", "sizes": ["512x256"], "steps": {"20": {"quality": "low"}}}},
    "reel-1": {"video": {"model": "their-reel", "sizes": {"720p": "1280x720"}, "seconds": [4], "fps": [24], "sound": true}}
}"#;

pub(crate) type Client = GenerationServiceClient<Channel>;

/// The sandbox, with what was asked of it counted, and a number of crashes to begin with.
pub(crate) struct Watched {
    sandbox: Sandbox,
    submitted: Arc<AtomicU32>,
    crashes_left: Arc<AtomicU32>,
}

impl Provider for Watched {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }

    fn capabilities(&self) -> Capabilities {
        self.sandbox.capabilities()
    }

    fn submit<'a>(&'a self, job: &'a ProviderJob, text: watch::Sender<String>) -> BoxFuture<'a, Submitted> {
        self.submitted.fetch_add(1, Ordering::SeqCst);
        let crash =
            self.crashes_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        assert!(crash.is_err(), "a crash that the test asked for");
        self.sandbox.submit(job, text)
    }

    fn look_up<'a>(&'a self, job: &'a ProviderJob) -> BoxFuture<'a, LookedUp> {
        self.sandbox.look_up(job)
    }
}

/// What outlives a restart of the service.
pub(crate) struct World {
    pub(crate) database_url: String,
    pub(crate) ledger: LedgerDouble,
    pub(crate) account: String,
    pub(crate) submitted: Arc<AtomicU32>,
    pub(crate) crashes_left: Arc<AtomicU32>,
    pub(crate) jobs: JobOptions,
    pub(crate) pool: PgPool,
    identities: Identities,
    media: PathBuf,
    pub(crate) ledger_urls: Vec<String>,
    outer: Lifecycle,
}

/// The threads of a service.
pub(crate) struct Killable(Option<tokio::runtime::Runtime>);

impl Killable {
    /// Ends every task where it stands.
    pub(crate) fn kill(mut self) {
        self.0.take().unwrap().shutdown_background();
    }
}

impl Drop for Killable {
    fn drop(&mut self) {
        if let Some(threads) = self.0.take() {
            threads.shutdown_background();
        }
    }
}

pub(crate) struct Service {
    pub(crate) client: Client,
    pub(crate) url: String,
    lifecycle: Lifecycle,
}

pub(crate) fn url_at(port: u16) -> String {
    format!("https://localhost:{port}")
}

/// Quick enough for tests; everything else as in production.
fn quick() -> JobOptions {
    JobOptions {
        workers: 3,
        job_attempts: 3,
        job_lease_ms: 900,
        job_poll_ms: 50,
        hold_seconds: 900,
        ledger_timeout_ms: 2_000,
        authorize_again_ms: 300,
        look_up_first_ms: 200,
        look_up_longest_ms: 1_000,
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let database_url = testkit::postgres().await.create_database().await;
        let identities = Identities::new();
        let (ledger, outer) = (LedgerDouble::new(), Lifecycle::new(Duration::from_secs(5)));
        runtime::install_tls_provider();
        let tls = identities.tls("ledger");
        let address = ledger.serve(&tls, &outer, 0).await;
        Self {
            pool: PgPool::connect_lazy(&database_url).unwrap(),
            database_url,
            ledger,
            account: Clock::system().new_id().to_string(),
            submitted: Arc::default(),
            crashes_left: Arc::default(),
            jobs: quick(),
            identities,
            media: testkit::folder("media"),
            ledger_urls: vec![url_at(address.port())],
            outer,
        }
    }

    /// The same before anything listens where the ledger should be; answers the port.
    pub(crate) async fn without_ledger() -> (Self, u16) {
        let (mut world, port) = (Self::new().await, testkit::free_port());
        world.ledger_urls = vec![url_at(port)];
        (world, port)
    }

    /// The ledger comes to that port.
    pub(crate) async fn ledger_comes(&self, port: u16) {
        self.ledger.serve(&self.identities.tls("ledger"), &self.outer, port).await;
    }

    /// A world whose service runs.
    pub(crate) async fn running() -> (Self, Service) {
        let world = Self::new().await;
        let service = world.start().await;
        (world, service)
    }

    async fn config(&self) -> Config {
        Config {
            options: Options {
                admin_listen: ([127, 0, 0, 1], 0).into(),
                log: "info".to_owned(),
                log_format: LogFormat::Text,
                otlp_endpoint: None,
                shutdown_grace_seconds: 20,
            },
            grpc: GrpcOptions { grpc_listen: ([127, 0, 0, 1], 0).into() },
            tls: self.identities.tls("generation"),
            kafka: KafkaOptions {
                kafka_brokers: testkit::kafka().await.brokers(),
                kafka_partitions: PARTITIONS,
                kafka_replication: 1,
            },
            database: self.database(),
            jobs: self.jobs.clone(),
            ledger_url: self.ledger_urls.clone(),
            media_dir: self.media.clone(),
            provider: ProviderChoice::Sandbox,
            moderation_terms: None,
            moderation_images: None,
            sandbox_unknown_ms: 1_000,
            sandbox_pace_ms: 40,
            openai: OpenAiOptions {
                openai_base_url: None,
                openai_api_key: None,
                openai_models: None,
                openai_connect_ms: 2_000,
                openai_silence_ms: 2_000,
                openai_call_ms: 20_000,
                openai_max_media_bytes: 100_000,
                openai_video_seconds: 600,
            },
        }
    }

    /// The settings of a provider behind OpenAI's API at this address.
    pub(crate) async fn openai(&self, base_url: &str) -> OpenAiOptions {
        let models = testkit::folder("models").join("models.json");
        std::fs::write(&models, MODELS).unwrap();
        OpenAiOptions {
            openai_base_url: Some(base_url.to_owned()),
            openai_api_key: Some(API_KEY.to_owned().into()),
            openai_models: Some(models),
            ..self.config().await.openai
        }
    }

    pub(crate) fn database(&self) -> DatabaseOptions {
        DatabaseOptions {
            database_url: self.database_url.clone().into(),
            database_max_connections: 10,
            database_acquire_timeout_ms: 5_000,
            database_statement_timeout_ms: 10_000,
        }
    }

    pub(crate) async fn start(&self) -> Service {
        let context = testkit::context("generation", self.config().await, Clock::system());
        let lifecycle = context.lifecycle.clone();
        let (submitted, crashes_left) = (Arc::clone(&self.submitted), Arc::clone(&self.crashes_left));
        let provider = |store: &Store, context: &Context<Config>| -> Arc<dyn Provider> {
            let config = &context.config;
            let sandbox = Sandbox::new(
                store.pool().clone(),
                context.clock.clone(),
                Duration::from_millis(config.sandbox_unknown_ms),
                Duration::from_millis(config.sandbox_pace_ms),
            );
            Arc::new(Watched { sandbox, submitted, crashes_left })
        };
        let address = generation::start(context, provider).await.unwrap();
        self.service(address, lifecycle)
    }

    /// A service with a provider of the test's.
    pub(crate) async fn start_with(&self, provider: Arc<dyn Provider>) -> Service {
        let context = testkit::context("generation", self.config().await, Clock::system());
        let lifecycle = context.lifecycle.clone();
        let address = generation::start(context, |_, _| provider).await.unwrap();
        self.service(address, lifecycle)
    }

    /// A service on threads of its own, which ends like a killed process when they do.
    pub(crate) async fn start_to_kill(&self, provider: Arc<dyn Provider>) -> (Service, Killable) {
        let context = testkit::context("generation", self.config().await, Clock::system());
        let lifecycle = context.lifecycle.clone();
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let started = threads.spawn(async { generation::start(context, |_, _| provider).await.unwrap() });
        let address = started.await.unwrap();
        (self.service(address, lifecycle), Killable(Some(threads)))
    }

    fn service(&self, address: SocketAddr, lifecycle: Lifecycle) -> Service {
        let url = format!("https://localhost:{}", address.port());
        let client = self.client(&url, "gateway");
        Service { client, url, lifecycle }
    }

    pub(crate) fn client(&self, url: &str, caller: &str) -> Client {
        Client::new(self.identities.channel(url, caller, "generation"))
    }

    pub(crate) fn request(&self, key: &str, work: Work) -> CreateGenerationRequest {
        let chat = matches!(work.spec, Some(Spec::Chat(_)));
        CreateGenerationRequest {
            account_id: self.account.clone(),
            idempotency_key: key.to_owned(),
            work: Some(work),
            prompt: if chat { String::new() } else { "a red boat on a quiet sea".to_owned() },
            simulate: String::new(),
        }
    }

    pub(crate) fn simulated(&self, key: &str, simulate: &str) -> CreateGenerationRequest {
        CreateGenerationRequest { simulate: simulate.to_owned(), ..self.request(key, image()) }
    }

    /// The names of a generation's events, once the last one is there.
    pub(crate) async fn events_until(&self, id: &str, last: &str) -> Vec<GenerationEvent> {
        eventually(SOON, &format!("the event {last}"), async || {
            let events = events_of(&self.account, id).await;
            events.last().is_some_and(|event| kind_name(event) == last).then_some(events)
        })
        .await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.outer.shutdown();
    }
}

impl Service {
    pub(crate) async fn create(&self, request: CreateGenerationRequest) -> Result<Generation, Failure> {
        let response = self.client.clone().create_generation(request).await;
        response.map(|it| it.into_inner().generation.unwrap()).map_err(|status| Failure::from_status(&status))
    }

    pub(crate) async fn get(&self, account: &str, id: &str) -> Result<Generation, Failure> {
        let request = GetGenerationRequest { account_id: account.to_owned(), generation_id: id.to_owned() };
        let response = self.client.clone().get_generation(request).await;
        response.map(|it| it.into_inner().generation.unwrap()).map_err(|status| Failure::from_status(&status))
    }

    /// The generation once it looks like this.
    pub(crate) async fn until(
        &self,
        generation: &Generation,
        what: &str,
        matches: impl Fn(&Generation) -> bool,
    ) -> Generation {
        eventually(SOON, what, async || {
            let found = self.get(&generation.account_id, &generation.generation_id).await.ok()?;
            matches(&found).then_some(found)
        })
        .await
    }

    pub(crate) async fn until_status(&self, generation: &Generation, status: GenerationStatus) -> Generation {
        self.until(generation, status.as_str_name(), |found| found.status() == status).await
    }

    pub(crate) async fn upload(&self, account: &str, content: Vec<u8>) -> Result<String, Failure> {
        let request = UploadImageRequest { account_id: account.to_owned(), content: content.into() };
        let response = self.client.clone().upload_image(request).await;
        response.map(|it| it.into_inner().image_id).map_err(|status| Failure::from_status(&status))
    }

    pub(crate) async fn stop(self) {
        drop(self.client);
        testkit::stop(self.lifecycle).await;
    }
}

fn work(model: &str, spec: Spec) -> Work {
    Work { model: model.to_owned(), spec: Some(spec), reference_image_ids: Vec::new() }
}

pub(crate) fn image() -> Work {
    work("still-1", Spec::Image(ImageSpec { width: 512, height: 256, steps: 20, count: 2 }))
}

pub(crate) fn video() -> Work {
    let spec = VideoSpec { duration_seconds: 4, resolution: "720p".to_owned(), fps: 24, audio: true };
    work("reel-1", Spec::Video(spec))
}

pub(crate) fn chat(content: &str) -> Work {
    let message = ChatMessage { role: "user".to_owned(), content: content.to_owned() };
    work("talk-1", Spec::Chat(ChatSpec { messages: vec![message], max_output_tokens: 2_000 }))
}

/// The smallest useful PNG of one colour.
pub(crate) fn png(side: u32, shade: u8) -> Vec<u8> {
    let picture = image::GrayImage::from_pixel(side, side, image::Luma([shade]));
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}
