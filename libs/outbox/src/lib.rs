//! The transactional outbox in PostgreSQL and the relay that publishes it in order.
