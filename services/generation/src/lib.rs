//! Price book, moderation, jobs and provider calls.
