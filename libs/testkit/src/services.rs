//! What a service under test has besides its servers: an identity, and the context that `runtime::run` gives it as a process.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use local_stack::Authority;
use runtime::grpc::{Channel, connect};
use runtime::{Clock, Context, Lifecycle, Readiness, TlsOptions};

use crate::{folder, or_fail};

/// An authority of the test's own, and whom it vouches for. Processes that are to meet get their identities from the same one.
#[derive(Debug)]
pub struct Identities {
    // Two tests that ask for the same name at once must not make its files twice, each half of the other's.
    authority: Mutex<Authority>,
}

impl Identities {
    /// A new authority.
    #[expect(clippy::new_without_default, reason = "it writes files")]
    pub fn new() -> Self {
        runtime::install_tls_provider();
        let authority = Authority::open_or_create(folder("authority"));
        Self { authority: Mutex::new(or_fail("make an authority", authority)) }
    }

    /// The certificate files of `name`, such as `gateway` or `metering/maps`.
    pub fn tls(&self, name: &str) -> TlsOptions {
        let authority = self.authority.lock().unwrap_or_else(PoisonError::into_inner);
        let identity = or_fail("issue a certificate", authority.issue(name));
        TlsOptions { tls_ca: identity.ca, tls_cert: identity.cert, tls_key: identity.key }
    }

    /// The same as arguments of a service's command line.
    pub fn arguments(&self, name: &str) -> [String; 3] {
        let tls = self.tls(name);
        [("ca", tls.tls_ca), ("cert", tls.tls_cert), ("key", tls.tls_key)]
            .map(|(which, file)| format!("--tls-{which}={}", file.display()))
    }

    /// A channel on which `caller` calls the service `server` at `url`. Belongs to the runtime that it is made in.
    pub fn channel(&self, url: &str, caller: &str, server: &str) -> Channel {
        or_fail("make a channel", connect(url, &self.tls(caller), server))
    }
}

/// What a service is built from. Keep a clone of its lifecycle to stop it.
pub fn context<C>(service: &'static str, config: C, clock: Clock) -> Context<C> {
    let lifecycle = Lifecycle::new(Duration::from_secs(20));
    Context { service, config, lifecycle, readiness: Readiness::new(), clock }
}

/// Stops what runs on a lifecycle, as SIGTERM does.
///
/// # Panics
/// If anything did not end well.
pub async fn stop(lifecycle: Lifecycle) {
    lifecycle.shutdown();
    let code = format!("{:?}", lifecycle.run().await);
    assert_eq!(code, format!("{:?}", std::process::ExitCode::SUCCESS), "the service did not end well");
}
