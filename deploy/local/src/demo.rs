//! The account that a newcomer tries Tokenbook with.

use std::time::Duration;

use reqwest::StatusCode;

use crate::error::{Error, Result};
use crate::stack::{Stack, http_client};

/// The e-mail address of the demo account.
pub const DEMO_EMAIL: &str = "demo@tokenbook.example";
/// A password is hashed slowly on purpose, and slower in a debug build.
const DEADLINE: Duration = Duration::from_secs(30);

/// How to sign in as the demo account.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Made once for this stack.
    pub password: String,
}

impl std::fmt::Debug for DemoAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DemoAccount").finish_non_exhaustive()
    }
}

impl DemoAccount {
    /// Sees to it that the account exists, through the public API as anybody would.
    pub async fn ensure(stack: &Stack) -> Result<Self> {
        let password = stack.password("demo_password")?;
        let url = format!("{}/v1/accounts", stack.addresses().gateway);
        let body = serde_json::json!({ "email": DEMO_EMAIL, "password": password });
        let failed =
            |what: String| Error::missing(format!("no demo account: {what}"), "logs/gateway.log says more");
        let request = http_client()?.post(&url).timeout(DEADLINE).json(&body).send();
        let response = request.await.map_err(|error| failed(error.to_string()))?;
        match response.status() {
            StatusCode::CREATED | StatusCode::CONFLICT => Ok(Self { password }),
            status => {
                let answer = response.text().await.unwrap_or_default();
                Err(failed(format!("POST /v1/accounts answered {status} {answer}")))
            }
        }
    }
}
