//! Stripe over TLS: only who proves to be Stripe is told anything, and the program shows nobody its secrets.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use contracts::payments::v1::OrderStatus;
use payments::processor::{Processor as _, SubmitError};
use runtime::TlsOptions;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use testkit::{Identities, eventually};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::stack::{Stack, WITHIN, fact};
use crate::stripe::{adapter, payment};
use crate::stripe_api::{API_KEY, StripeApi, WEBHOOK_SECRET};

/// Puts TLS in front of the API, with a certificate of `localhost`; tells its address and counts who came through.
async fn with_tls(api: &StripeApi, tls: &TlsOptions) -> (String, Arc<AtomicUsize>) {
    let certificates =
        CertificateDer::pem_file_iter(&tls.tls_cert).unwrap().collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_file(&tls.tls_key).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let behind = api.url.trim_start_matches("http://").to_owned();
    let came = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, behind, count) = (acceptor.clone(), behind.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    count.fetch_add(1, Ordering::SeqCst);
                    let mut api = TcpStream::connect(behind).await.unwrap();
                    let _closed = copy_bidirectional(&mut stream, &mut api).await;
                }
            });
        }
    });
    (url, came)
}

#[tokio::test]
async fn a_server_that_cannot_prove_to_be_stripe_is_told_nothing() {
    let api = StripeApi::start().await;
    // Its certificate is of an authority that this system does not trust.
    let (url, came) = with_tls(&api, &Identities::new().tls("payments")).await;
    match adapter(&url).create_payment(&payment("pm_card_visa")).await {
        Err(SubmitError::NotTaken(problem)) => assert!(problem.contains("certificate"), "{problem}"),
        other => panic!("{other:?}"),
    }
    assert_eq!((came.load(Ordering::SeqCst), api.calls("/v1/payment_intents").len()), (0, 0));
}

struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _code = self.0.wait();
    }
}

fn program(stack: &Stack, stripe: &str, tls: &TlsOptions) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenbook-payments"));
    command
        .args(stack.arguments())
        .env_clear()
        // Whom the system trusts.
        .env("SSL_CERT_FILE", &tls.tls_ca)
        .env("TOKENBOOK_LOG", "trace")
        .env("TOKENBOOK_PROCESSOR", "stripe")
        .env("TOKENBOOK_STRIPE_URL", stripe)
        .env("TOKENBOOK_STRIPE_API_KEY", API_KEY)
        .env("TOKENBOOK_STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
    command
}

fn check_shows_no_secret(what: &str, text: &str) {
    for secret in [API_KEY, WEBHOOK_SECRET, "_secret_never_read", "Bearer"] {
        let at = text.find(secret);
        assert!(
            at.is_none(),
            "{what}: {secret} in {:?}",
            at.map(|at| &text[at.saturating_sub(300)..at + 20])
        );
    }
}

#[tokio::test]
async fn the_program_pays_through_stripe_over_tls_and_shows_no_secret() {
    let stack: &'static Stack = Box::leak(Box::new(Stack::prepare().await));
    let (api, tls) = (StripeApi::start().await, stack.identities.tls("payments"));
    let (url, came) = with_tls(&api, &tls).await;
    let dump = program(stack, &url, &tls).arg("--dump-config").output().unwrap();
    let dump = String::from_utf8(dump.stdout).unwrap();
    assert!(dump.contains("stripe_api_key") && dump.contains(&url), "{dump}");
    check_shows_no_secret("--dump-config", &dump);

    let log = tempfile::NamedTempFile::new().unwrap();
    let output = || Stdio::from(log.reopen().unwrap());
    let running = program(stack, &url, &tls).stdout(output()).stderr(Stdio::null()).spawn().unwrap();
    let running = Program(running);
    let mut buyer = stack.buyer();
    let key = buyer.key();
    let order =
        eventually(WITHIN, "the program takes orders", async || buyer.place("starter", &key).await.ok());
    let order = order.await.order_id;
    buyer.pay(&order, "pm_card_visa_chargeDeclined").await.unwrap_err();
    buyer.pay(&order, "pm_card_visa").await.unwrap();
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(fact(&paid, "paid", "card_brand"), "visa");
    assert!(came.load(Ordering::SeqCst) >= 1);
    drop(running);
    let log = std::fs::read_to_string(log.path()).unwrap();
    assert!(log.contains("/v1/payment_intents") || log.contains("hyper"), "the log is of such detail");
    check_shows_no_secret("the log", &log);
}
