//! Notifications of the processor.

use contracts::failure::Failure;
use kernel::Reason;

use super::{Finding, LearnedBy, Payments, PaymentsError};
use crate::processor::{Notification, PaymentStatus, WebhookError};

impl Payments {
    /// Takes a notification. Once believed it is acknowledged, whether it is news, known or about something else; only a
    /// failure of ours asks the processor to send it again.
    pub async fn deliver_webhook(
        &self,
        processor: &str,
        body: &[u8],
        signature: &str,
    ) -> Result<(), PaymentsError> {
        if processor != self.processor.name() {
            return Err(Failure::new(Reason::NotFound, "no such card processor is in use here").into());
        }
        let notification = match self.processor.read_webhook(body, signature, self.clock.now()) {
            Ok(notification) => notification,
            Err(WebhookError::Signature) => {
                metrics::counter!("payments_webhooks_total", "outcome" => "forged").increment(1);
                return Err(Failure::new(
                    Reason::WebhookSignatureInvalid,
                    "the signature of the notification is missing, wrong or too old",
                )
                .into());
            }
            Err(WebhookError::Unreadable) => {
                metrics::counter!("payments_webhooks_total", "outcome" => "unreadable").increment(1);
                tracing::warn!(processor, "a signed notification cannot be read");
                return Err(Failure::invalid("body", "is not a notification of this processor").into());
            }
        };
        metrics::counter!("payments_webhooks_total", "outcome" => "genuine").increment(1);
        if let Notification::Payment(report) = notification
            && let PaymentStatus::Settled(outcome) = report.status
        {
            let payment = report.payment;
            let finding = Finding { payment, outcome, learned_by: LearnedBy::Webhook, report: Some(report) };
            self.settle(&finding).await?;
        }
        Ok(())
    }
}
