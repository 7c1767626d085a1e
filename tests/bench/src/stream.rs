//! Callers whose single commands share one `Submit` stream.
//!
//! One task gives all their commands and takes all their answers: callers who are answered together ask together, as they do behind the client that
//! services use, and none of them costs a hand-over between tasks.

use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1::outcome::Outcome;
use contracts::ledger::v1::{Command, Submission, SubmitRequest, SubmitResponse, command};
use runtime::{BoxError, Clock};
use tokio::time::Instant;

use crate::accounts::{Accounts, Choice};
use crate::commands::{Commands, Work};
use crate::load::{self, Measured, Span};
use crate::wire::Endpoint;

/// As long as the client's calls may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// Where the stream goes.
#[derive(Clone)]
pub(crate) struct Stream {
    pub(crate) endpoint: Endpoint,
    pub(crate) accounts: Accounts,
}

impl Stream {
    /// Lets so many callers work for the given span.
    pub(crate) async fn run(
        &self,
        work: Work,
        choice: Choice,
        callers: u16,
        span: Span,
    ) -> Result<Measured, BoxError> {
        let this = self.clone();
        load::apart(move || async move {
            let run = Clock::system().new_id().simple();
            let callers = (0..callers).map(|number| {
                let commands = Commands::new(&this.accounts, choice, format!("{run}-{number}-"));
                Multiplexed { commands, work, asked: Instant::now(), place: 0 }
            });
            drive(&this.endpoint, callers.collect(), span).await
        })
        .await
    }
}

async fn drive(endpoint: &Endpoint, mut callers: Vec<Multiplexed>, span: Span) -> Result<Measured, BoxError> {
    let mut wire = endpoint.connect().await?;
    let method = wire.method("Submit")?;
    let mut stream = wire.open(&method).await?;
    let begin = Instant::now() + span.warm_up;
    let end = begin + span.time;
    let mut measured = Measured::new(span.time)?;
    let now = Instant::now();
    let first = (0_u64..).zip(&mut callers).map(|(id, caller)| submission(id, caller.begin(now)));
    let mut message = SubmitRequest { submissions: first.collect() };
    let mut under_way = message.submissions.len();
    loop {
        if !message.submissions.is_empty() {
            stream.send(&message)?;
            message.submissions.clear();
        }
        if under_way == 0 {
            stream.finish()?;
        }
        let Some(answers) = stream.next::<SubmitResponse>().await? else { break };
        let now = Instant::now();
        for result in answers.results {
            let outcome = result.outcome.and_then(|outcome| outcome.outcome);
            let caller = usize::try_from(result.id).ok().and_then(|place| callers.get_mut(place));
            let caller = caller.ok_or("an answer to nobody")?;
            if let Some(further) = caller.answered(outcome)? {
                message.submissions.push(submission(result.id, further));
                continue;
            }
            measured.answered += 1;
            if now >= begin && now < end {
                measured.count(now - caller.asked, 1);
            }
            if now < end {
                message.submissions.push(submission(result.id, caller.begin(now)));
            } else {
                under_way -= 1;
            }
        }
    }
    if under_way > 0 { Err("the stream ended before everybody was answered".into()) } else { Ok(measured) }
}

fn submission(id: u64, command: command::Command) -> Submission {
    Submission {
        id,
        command: Some(Command { command: Some(command) }),
        timeout: Some(contracts::convert::duration(DEADLINE)),
        traceparent: String::new(),
    }
}

/// One of the callers.
struct Multiplexed {
    commands: Commands,
    work: Work,
    asked: Instant,
    place: usize,
}

impl Multiplexed {
    fn begin(&mut self, now: Instant) -> command::Command {
        self.asked = now;
        match self.work {
            Work::Spend => {
                let (place, asked) = self.commands.spend();
                self.place = place;
                command::Command::Spend(asked)
            }
            Work::AuthorizeAndCapture => {
                let (place, asked) = self.commands.authorize();
                self.place = place;
                command::Command::Authorize(asked)
            }
        }
    }

    // The command that belongs to the same call, if there is one.
    fn answered(&mut self, outcome: Option<Outcome>) -> Result<Option<command::Command>, BoxError> {
        match (self.work, outcome) {
            (Work::Spend, Some(Outcome::Spend(_))) => self.commands.charged(self.place, 1),
            (Work::AuthorizeAndCapture, Some(Outcome::Authorize(held))) => {
                let capture = self.commands.capture(self.place, held.hold_id);
                return Ok(Some(command::Command::Capture(capture)));
            }
            (Work::AuthorizeAndCapture, Some(Outcome::Capture(captured))) => {
                self.commands.charged(self.place, captured.captured);
            }
            (_, other) => return Err(unexpected(other)),
        }
        Ok(None)
    }
}

/// Why an outcome ends the run.
pub(crate) fn unexpected(outcome: Option<Outcome>) -> BoxError {
    match outcome {
        Some(Outcome::Failure(failure)) => {
            let failure = Failure::from(failure);
            format!("refused: {}: {}", failure.reason, failure.message).into()
        }
        _ => "an answer to another command".into(),
    }
}
