//! Payments, told to the ledger as the payments service tells them.

use contracts::common::v1::Money;
use contracts::convert;
use contracts::payments::v1::payments_event::Kind;
use contracts::payments::v1::{PaymentSucceeded, PaymentsEvent};
use contracts::topic::TopicEvent as _;
use eventlog::{CloudEvent, KafkaSettings, OutgoingEvent, Publisher, Topic};
use runtime::{BoxError, Clock};

/// Who tells of payments.
#[derive(Clone)]
pub(crate) struct Payments {
    publisher: Publisher,
    clock: Clock,
}

impl Payments {
    /// Through one producer.
    pub(crate) fn new(kafka: &KafkaSettings) -> Result<Self, BoxError> {
        Ok(Self { publisher: Publisher::new(kafka)?, clock: Clock::system() })
    }

    /// So many tokens were paid for one account.
    pub(crate) async fn one(&self, account: &str, tokens: u64) -> Result<(), BoxError> {
        self.publisher.publish(self.event(account, tokens)?).await?;
        Ok(())
    }

    /// So many tokens were paid for each of these accounts.
    pub(crate) async fn all(&self, accounts: &[String], tokens: u64) -> Result<(), BoxError> {
        let mut acknowledgements = Vec::with_capacity(accounts.len());
        for account in accounts {
            acknowledgements.push(self.publisher.enqueue(self.event(account, tokens)?).await?);
        }
        for acknowledgement in acknowledgements {
            acknowledgement.acknowledged().await?;
        }
        Ok(())
    }

    fn event(&self, account: &str, tokens: u64) -> Result<OutgoingEvent, BoxError> {
        let clock = &self.clock;
        let paid = PaymentsEvent {
            id: clock.new_id().to_string(),
            time: Some(convert::timestamp(clock.now())),
            account_id: account.to_owned(),
            kind: Some(Kind::PaymentSucceeded(PaymentSucceeded {
                order_id: clock.new_id().to_string(),
                package_id: "bench".to_owned(),
                tokens,
                price: Some(Money { currency_code: "USD".to_owned(), minor_units: 0 }),
                payment_id: clock.new_id().to_string(),
                processor: "bench".to_owned(),
                learned_by: "webhook".to_owned(),
                ..PaymentSucceeded::default()
            })),
        };
        Ok(OutgoingEvent {
            topic: Topic::PAYMENTS,
            key: account.to_owned(),
            value: paid.to_value()?.into(),
            event: CloudEvent {
                id: paid.id.clone(),
                ce_type: paid.event_type().unwrap_or_default().to_owned(),
                source: PaymentsEvent::SOURCE.to_owned(),
                subject: account.to_owned(),
                time: clock.now(),
                content_type: CloudEvent::JSON.to_owned(),
                traceparent: None,
            },
        })
    }
}
