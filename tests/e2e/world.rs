//! The one stack that all tests share, and who may do what to it when.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt as _;
use local_stack::{Part, Service, Stack, StackOptions};
use tokio::sync::{OnceCell, RwLock, RwLockReadGuard};

static WORLD: OnceCell<Result<RwLock<World>, String>> = OnceCell::const_new();

/// The running stack. Its parts end with this process, however it ends, and its folder is removed then.
pub(crate) struct World {
    stack: Option<Stack>,
    options: StackOptions,
}

impl Deref for World {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        self.stack.as_ref().expect("the stack did not start again")
    }
}

/// Beside other tests: nothing here may disturb them.
pub(crate) async fn shared() -> RwLockReadGuard<'static, World> {
    world().await.read().await
}

/// Alone with the stack, for tests that kill parts of it or change what everybody sees. Whatever becomes of the test, the
/// next one finds the stack whole.
pub(crate) async fn alone(story: impl AsyncFnOnce(&mut World)) {
    let mut world = world().await.write().await;
    let told = AssertUnwindSafe(story(&mut world)).catch_unwind().await;
    world.mend().await;
    if let Err(panic) = told {
        resume_unwind(panic);
    }
}

async fn world() -> &'static RwLock<World> {
    let started = WORLD.get_or_init(async || {
        let options = options();
        let stack = Stack::start(options.clone()).await.map_err(|error| error.to_string())?;
        Ok(RwLock::new(World { stack: Some(stack), options }))
    });
    started.await.as_ref().unwrap_or_else(|error| panic!("the stack does not start: {error}"))
}

fn options() -> StackOptions {
    let set = |settings: &[(&str, &str)]| -> BTreeMap<String, String> {
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let mut options = StackOptions::for_tests(testkit::folder("stack")).expect("free ports");
    // All customers of these tests have one address.
    let limits = [("TOKENBOOK_RATE_LIMIT_SIGN_IN", "100000"), ("TOKENBOOK_RATE_LIMIT_PER_ADDRESS", "100000")];
    options.extra_env.insert(Service::Gateway, set(&limits));
    // A dead worker's job is taken up soon.
    options.extra_env.insert(Service::Generation, set(&[("TOKENBOOK_JOB_LEASE_MS", "2000")]));
    options
}

impl World {
    /// Ends everything by SIGKILL, and starts it again on the same folder.
    pub(crate) async fn kill_everything_and_start_again(&mut self) {
        self.kill_all().await;
        self.start_again().await;
    }

    /// Ends everything as Ctrl-C does, and starts it again on the same folder.
    pub(crate) async fn stop_and_start_again(&mut self) {
        self.stop().await;
        self.start_again().await;
    }

    /// Ends services by SIGKILL, and starts them again.
    pub(crate) async fn kill_and_start_again(&self, services: &[Service]) {
        for service in services {
            self.kill(*service).await;
        }
        for service in services {
            self.start_service(*service).await.expect("it starts again");
        }
    }

    async fn start_again(&mut self) {
        // The folder is locked until the old stack is gone.
        self.stack = None;
        self.stack = Some(Stack::start(self.options.clone()).await.expect("the stack starts again"));
    }

    async fn mend(&mut self) {
        let Some(stack) = &self.stack else { return };
        let parts = [Part::Kafka, Part::Postgres].into_iter().chain(Service::ALL.map(Part::from));
        for part in parts {
            if stack.pid(part).is_none()
                && let Err(error) = stack.start_part(part).await
            {
                eprintln!("{part} cannot be started again: {error}");
            }
        }
    }
}
