//! What the sandbox does by itself: lets payments succeed, and delivers notifications.

use std::time::Duration;

use chrono::TimeDelta;
use futures::StreamExt as _;
use reqwest::Client;
use runtime::Secret;
use tokio_util::sync::CancellationToken;

use super::store::{self, Outgoing};
use super::{Sandbox, wire};
use crate::processor::signature;

const LOOK_EVERY: Duration = Duration::from_millis(50);
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const AT_ONCE: usize = 8;
/// The longest pause between two tries.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Lets payments succeed when their time has come, until `stop`.
pub(super) async fn settle(sandbox: Sandbox, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let event_id = format!("evt_{}", sandbox.clock.new_id().simple());
        let pause = match store::settle_one(&sandbox.pool, &event_id, sandbox.clock.now()).await {
            Ok(true) => continue,
            Ok(false) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(%error, "payments cannot be settled; trying again");
                PAUSE_AFTER_FAILURE
            }
        };
        wait(&stop, pause).await;
    }
}

/// Delivers notifications.
pub(super) struct Courier {
    sandbox: Sandbox,
    client: Client,
    url: String,
    secret: Secret,
}

impl Courier {
    /// A courier to this address.
    pub(super) fn new(sandbox: Sandbox, url: String, secret: Secret) -> Result<Self, reqwest::Error> {
        // Notifications go out by plain HTTP, so no certificate is trusted and none is needed.
        runtime::install_tls_provider();
        let client = Client::builder().timeout(ANSWER_WITHIN).no_proxy().tls_certs_only([]).build()?;
        Ok(Self { sandbox, client, url, secret })
    }

    /// Delivers until `stop`.
    pub(super) async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let now = self.sandbox.clock.now();
            // Nobody else tries a notification while its answer may still come.
            let until = now + TimeDelta::from_std(ANSWER_WITHIN * 3).unwrap_or(LONGEST_PAUSE);
            let pause = match store::claim_notifications(&self.sandbox.pool, now, until).await {
                Ok(due) if due.is_empty() => LOOK_EVERY,
                Ok(due) => {
                    let deliver = |outgoing| self.deliver(outgoing);
                    futures::stream::iter(due).for_each_concurrent(AT_ONCE, deliver).await;
                    Duration::ZERO
                }
                Err(error) => {
                    tracing::warn!(%error, "notifications cannot be read; trying again");
                    PAUSE_AFTER_FAILURE
                }
            };
            wait(&stop, pause).await;
        }
    }

    async fn deliver(&self, outgoing: Outgoing) {
        let (pool, clock) = (&self.sandbox.pool, &self.sandbox.clock);
        let signature = signature::sign(self.secret.expose(), clock.now(), outgoing.body.as_bytes());
        let answer = self
            .client
            .post(&self.url)
            .header(wire::SIGNATURE, signature)
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .body(outgoing.body)
            .send()
            .await;
        let taken = match &answer {
            Ok(answer) => answer.status().is_success(),
            Err(_) => false,
        };
        let noted = if taken {
            store::delivered(pool, outgoing.notification_id, clock.now()).await
        } else {
            if outgoing.tries == 1 {
                let answer = answer.map(|answer| answer.status()).map_err(reqwest::Error::without_url);
                tracing::info!(?answer, "a notification was not taken; it is sent again");
            }
            store::try_again(pool, outgoing.notification_id, clock.now() + pause_after(outgoing.tries)).await
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "a notification's fate could not be noted; it may be sent again");
        }
    }
}

/// Half a second at first, then twice as long each time, with jitter.
fn pause_after(tries: i32) -> TimeDelta {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or_default().min(16);
    let longest = (TimeDelta::milliseconds(500) * 2_i32.pow(doublings)).min(LONGEST_PAUSE);
    let millis = longest.num_milliseconds();
    TimeDelta::milliseconds(fastrand::i64(millis / 2..=millis))
}

async fn wait(stop: &CancellationToken, pause: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(pause) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_between_tries_grow_and_are_bounded() {
        assert!((1..=i32::MAX).step_by(1 << 26).all(|tries| pause_after(tries) <= LONGEST_PAUSE));
        assert!(pause_after(1) <= TimeDelta::milliseconds(500));
        assert!(pause_after(8) > TimeDelta::seconds(30));
    }
}
