//! `tokenctl` over the live log, as a program: it shares no code with the ledger, nor with us.

use std::path::Path;
use std::process::Stdio;

use runtime::BoxError;
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use crate::check::{Contradiction, Rule};
use crate::stage::Stage;

/// What `tokenctl verify` says in short.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// How much there is.
    pub counts: Counts,
    /// What it finds.
    pub findings_count: u64,
    /// The first of them, as it tells them.
    #[serde(default)]
    findings: Vec<serde_json::Value>,
}

/// How much there is in the books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Records.
    pub records: u64,
    /// Of them part of the chain.
    pub entries: u64,
    /// Of them not.
    pub void: u64,
    /// Wallets.
    pub wallets: u64,
}

/// Lets it verify the books.
pub(crate) async fn verify(stage: &Stage) -> Result<Verified, BoxError> {
    let mut command = tokenctl(stage)?;
    let output = command.args(["verify", "--json"]).output().await?;
    // 1 says that it found something, and so does what it prints.
    if !matches!(output.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("tokenctl verify ended with {}: {said}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Copies the log into a folder, for those who look into it later.
pub(crate) async fn copy(stage: &Stage, to: &Path) -> Result<(), BoxError> {
    let status = tokenctl(stage)?.arg("copy").arg("--to").arg(to).stdout(Stdio::null()).status().await?;
    if status.success() { Ok(()) } else { Err(format!("tokenctl copy ended with {status}").into()) }
}

fn tokenctl(stage: &Stage) -> Result<Command, BoxError> {
    let mut command = Command::new(stage.program("tokenctl")?);
    command.env("TOKENBOOK_KAFKA_BROKERS", &stage.kafka.brokers).env_remove("TOKENBOOK_LOG");
    command.stdin(Stdio::null()).kill_on_drop(true);
    Ok(command)
}

impl Verified {
    /// Each finding is a contradiction.
    pub(crate) fn contradictions(&self) -> Vec<Contradiction> {
        let mut found: Vec<_> =
            self.findings.iter().map(|finding| Contradiction::new(Rule::Laws, finding.to_string())).collect();
        if found.is_empty() && self.findings_count > 0 {
            found.push(Contradiction::new(Rule::Laws, format!("{} findings", self.findings_count)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tokenctl_finds_is_a_contradiction() {
        let said = r#"{"ok":false,"counts":{"records":5,"entries":4,"void":1,"wallets":2},"findings_count":2,"findings":[{"law":"chain"}]}"#;
        let verified: Verified = serde_json::from_str(said).unwrap();
        assert_eq!(verified.counts, Counts { records: 5, entries: 4, void: 1, wallets: 2 });
        assert_eq!(verified.contradictions(), [Contradiction::new(Rule::Laws, r#"{"law":"chain"}"#)]);
        let unlisted = Verified { findings_count: 1, ..Verified::default() };
        assert_eq!(unlisted.contradictions().len(), 1);
        assert_eq!(Verified::default().contradictions(), []);
    }
}
