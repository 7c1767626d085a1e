//! Doing what the plan says, and undoing it.

use std::time::Duration;

use local_stack::Signal;
use runtime::{BoxError, Clock};
use serde::Serialize;
use tokio::time::{Instant, sleep_until};

use crate::check::Waking;
use crate::plan::{How, Plan, Step};
use crate::stage::Stage;

/// How long a broker that stood still may go on believing that it leads: its session is 2 seconds, and its first word to the controller
/// after waking tells it.
const WAKES: Duration = Duration::from_secs(5);

/// Whose fault it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// Brokers.
    Brokers,
    /// Instances of the ledger.
    Instances,
}

/// A fault that was done.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// To whom.
    pub track: Track,
    /// How.
    pub how: How,
    /// By number from 0.
    pub whom: Vec<usize>,
    /// Milliseconds from the beginning of the chaos.
    pub from_ms: u128,
    /// When all of them ran again, or had been told to.
    pub to_ms: u128,
}

/// All that was done.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) faults: Vec<Fault>,
    pub(crate) wakings: Vec<Waking>,
}

/// Carries out the plan until the time is over; then everything runs again, and maybe does not serve yet.
pub(crate) async fn run(
    stage: &Stage,
    plan: &Plan,
    clock: &Clock,
    lasts: Duration,
) -> Result<Done, BoxError> {
    let begun = Instant::now();
    let time = Time { begun, until: begun + lasts, clock };
    let (mut brokers, instances) = tokio::try_join!(
        track(stage, &plan.brokers, Track::Brokers, &time),
        track(stage, &plan.instances, Track::Instances, &time),
    )?;
    brokers.faults.extend(instances.faults);
    brokers.faults.sort_by_key(|fault| fault.from_ms);
    Ok(brokers)
}

struct Time<'a> {
    begun: Instant,
    until: Instant,
    clock: &'a Clock,
}

impl Time<'_> {
    // Whether there is still time after the wait.
    async fn wait(&self, millis: u64) -> bool {
        let wanted = Instant::now() + Duration::from_millis(millis);
        sleep_until(wanted.min(self.until)).await;
        wanted < self.until
    }
}

async fn track(stage: &Stage, steps: &[Step], track: Track, time: &Time<'_>) -> Result<Done, BoxError> {
    let mut done = Done::default();
    for Step { pause_ms, how, whom, lasts_ms } in steps {
        if !time.wait(*pause_ms).await {
            break;
        }
        let from_ms = time.begun.elapsed().as_millis();
        crate::run::say(&format!("{how} {track} {}", numbers(whom)));
        for one in whom {
            harm(stage, track, *one, *how).await?;
        }
        let more = time.wait(*lasts_ms).await;
        let woken = time.clock.now().timestamp_micros();
        cure(stage, track, whom, *how).await?;
        if (track, *how) == (Track::Brokers, How::Freeze) {
            let to = time.clock.now() + WAKES;
            done.wakings.push(Waking { from: woken, to: to.timestamp_micros() });
        }
        let to_ms = time.begun.elapsed().as_millis();
        done.faults.push(Fault { track, how: *how, whom: whom.clone(), from_ms, to_ms });
        if !more {
            break;
        }
    }
    Ok(done)
}

async fn harm(stage: &Stage, track: Track, one: usize, how: How) -> Result<(), BoxError> {
    match (track, how) {
        (Track::Instances, how) => stage.harm_instance(one, how).await,
        (Track::Brokers, How::Freeze) => stage.cluster.signal(one, Signal::Stop).await?,
        (Track::Brokers, How::Kill | How::Stop) => stage.cluster.kill(one).await?,
    }
    Ok(())
}

// All at once: of two brokers that were killed, neither serves before the other runs.
async fn cure(stage: &Stage, track: Track, whom: &[usize], how: How) -> Result<(), BoxError> {
    let cures = whom.iter().map(async |one| match (track, how) {
        (Track::Instances, how) => stage.cure_instance(*one, how).await,
        (Track::Brokers, How::Freeze) => Ok(stage.cluster.signal(*one, Signal::Continue).await?),
        (Track::Brokers, How::Kill | How::Stop) => Ok(stage.cluster.start_again(*one).await?),
    });
    futures::future::try_join_all(cures).await.map(drop)
}

/// Processes as people count them in the plan.
pub(crate) fn numbers(whom: &[usize]) -> String {
    whom.iter().map(usize::to_string).collect::<Vec<_>>().join("+")
}

impl std::fmt::Display for Track {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Brokers => "broker",
            Self::Instances => "ledger",
        })
    }
}
