//! People, credentials, API keys and roles.
