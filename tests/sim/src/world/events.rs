//! What a step may do.

use ledger::book::Message;

use super::World;
use crate::oracle::Violation;
use crate::process::Hosted;
use crate::trace::note;

/// What a step does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    Handle,
    Leave,
    Land,
    Replicate,
    Acknowledge,
    Read,
    Look,
    Follow,
    Warm,
    Tick,
    State,
    Call,
    Abandon,
    Crash,
    Restart,
    Rebalance,
    Pause,
    Slow,
    CutOff,
    Assign,
    Revoke,
    Lose,
    Lead,
    Stray,
    Foreign,
    Clock,
    Reread,
    Keep,
    Damage,
}

impl Event {
    /// Whether it is something that an instance does.
    const fn is_done_by_an_instance(self) -> bool {
        matches!(
            self,
            Self::Handle
                | Self::Leave
                | Self::Follow
                | Self::Warm
                | Self::Tick
                | Self::Assign
                | Self::Revoke
                | Self::Keep
        )
    }

    /// Whether it passes between an instance and the broker.
    const fn travels(self) -> bool {
        matches!(self, Self::Land | Self::Acknowledge | Self::Read | Self::Look | Self::Follow | Self::Keep)
    }

    /// Whether it can happen to this book now, for those events that cannot happen always.
    fn can_happen_to(self, hosted: &Hosted) -> bool {
        match self {
            Self::Handle => !hosted.from_log.is_empty() || !hosted.commands.is_empty(),
            Self::Leave => !hosted.producer.waiting.is_empty(),
            Self::Land => !hosted.producer.wire.is_empty(),
            Self::Acknowledge => !hosted.producer.landed.is_empty(),
            Self::Lose => !hosted.producer.landed.is_empty() || !hosted.producer.wire.is_empty(),
            Self::Read => !hosted.readings.is_empty(),
            Self::Look => !hosted.looks.is_empty(),
            Self::Follow | Self::Reread => hosted.follower.is_some(),
            // An instance makes the snapshots of those books that it owns, and finishes what it has begun.
            Self::Keep => hosted.book.is_owning() || hosted.keeping.is_some(),
            Self::Assign => !hosted.assigned,
            Self::Revoke => hosted.assigned,
            _ => true,
        }
    }
}

impl World {
    /// What happens next, among all that can: so nearly every step is of some use.
    pub(super) fn draw(&mut self) -> Event {
        let faults = &self.faults;
        let weights = [
            (400, Event::Handle),
            (150, Event::Leave),
            (150, Event::Land),
            (150, Event::Replicate),
            (200, Event::Acknowledge),
            (150, Event::Read),
            (100, Event::Look),
            (60, Event::Follow),
            (if faults.warm { 20 } else { 0 }, Event::Warm),
            (5, Event::Tick),
            (faults.state, Event::State),
            (120, Event::Call),
            (faults.abandon, Event::Abandon),
            (faults.crash, Event::Crash),
            (10, Event::Restart),
            (10, Event::Rebalance),
            (faults.pause, Event::Pause),
            (faults.slow, Event::Slow),
            (faults.cut_off, Event::CutOff),
            (faults.reassign, Event::Assign),
            (faults.reassign, Event::Revoke),
            (faults.lose, Event::Lose),
            (faults.lead, Event::Lead),
            (2, Event::Stray),
            (faults.foreign, Event::Foreign),
            (faults.clock, Event::Clock),
            (faults.reread, Event::Reread),
            (if faults.snapshot_every > 0 { faults.keep } else { 0 }, Event::Keep),
            (if faults.snapshot_every > 0 { faults.damage } else { 0 }, Event::Damage),
        ];
        let possible =
            weights.map(|(weight, event)| (if self.can_happen(event) { weight } else { 0 }, event));
        let mut left = self.chance.below(possible.iter().map(|(weight, _)| weight).sum());
        for (weight, event) in possible {
            if left < weight {
                return event;
            }
            left -= weight;
        }
        Event::Call
    }

    fn can_happen(&self, event: Event) -> bool {
        match event {
            Event::Replicate | Event::Lead => {
                self.partitions.iter().any(|partition| partition.log.unreplicated() > 0)
            }
            Event::Stray => self.partitions.iter().any(|partition| !partition.log.strays.is_empty()),
            Event::Restart => self.processes.iter().any(|process| !process.is_up()),
            event => {
                let mut hosted = self.processes.iter().flat_map(|process| &process.hosted);
                hosted.any(|hosted| event.can_happen_to(hosted))
            }
        }
    }

    pub(super) fn occur(&mut self, event: Event) -> Result<(), Violation> {
        let (process, partition) = match event {
            // These are about what is down, or about the broker's side.
            Event::Restart
            | Event::Replicate
            | Event::Lead
            | Event::Stray
            | Event::Foreign
            | Event::Slow
            | Event::Damage => {
                (self.chance.place(self.processes.len()), self.chance.place(self.partitions.len()))
            }
            event => self.place_of(event),
        };
        let step = self.trace.step();
        let awake = self.processes[process].is_up() && self.processes[process].paused_until <= step;
        let works = self.partitions[partition].slow_until <= step;
        let reaches = works && self.processes[process].cut_off_until <= step;
        if (event.is_done_by_an_instance() && !awake)
            || (event.travels() && !reaches)
            || (matches!(event, Event::Replicate) && !works)
        {
            return Ok(());
        }
        match event {
            Event::Handle => {
                self.handle_next(process, partition)?;
            }
            Event::Leave => {
                let most = self.chance.place(8) + 1;
                self.leave(process, partition, most);
            }
            Event::Land => {
                self.land(process, partition);
            }
            Event::Replicate => {
                let count = self.chance.place(6) + 1;
                self.replicate(partition, count)?;
            }
            Event::Acknowledge => {
                self.acknowledge(process, partition);
            }
            Event::Read => {
                let most = self.chance.place(12) + 1;
                self.read(process, partition, most)?;
            }
            Event::Look => {
                self.look(process, partition);
            }
            Event::Follow => {
                self.follow_inputs(process, partition)?;
            }
            Event::Warm => self.warm(process, partition)?,
            Event::Tick => self.handle(process, partition, Message::Tick)?,
            Event::State => self.state(),
            Event::Call => self.call()?,
            Event::Abandon => self.abandon(),
            Event::Crash => self.crash(process),
            Event::Restart => self.restart(process)?,
            Event::Rebalance => self.rebalance(partition)?,
            Event::Pause => self.pause(process),
            Event::Slow => self.slow(partition),
            Event::CutOff => self.cut_off(process),
            Event::Assign => self.assign(process, partition)?,
            Event::Revoke => {
                self.revoke(process, partition)?;
                // Mostly the group gives it to another at once, or back.
                let next = self.chance.place(self.processes.len());
                if self.chance.percent(90) {
                    self.assign(next, partition)?;
                }
            }
            Event::Lose => self.lose(process, partition),
            Event::Lead => self.lead(partition),
            Event::Stray => self.stray(partition),
            Event::Foreign => self.foreign(partition),
            Event::Clock => self.set_clock(process),
            Event::Reread => self.reread(process, partition),
            Event::Keep => {
                let most = self.chance.place(20) + 1;
                self.keep(process, partition, most)?;
            }
            Event::Damage => self.damage(partition),
        }
        Ok(())
    }

    // Where it happens: anywhere where it can.
    fn place_of(&mut self, event: Event) -> (usize, usize) {
        let mut places = Vec::new();
        for (number, process) in self.processes.iter().enumerate() {
            let hosted = process.hosted.iter().enumerate();
            let possible = hosted.filter(|(_, hosted)| event.can_happen_to(hosted));
            places.extend(possible.map(|(partition, _)| (number, partition)));
        }
        self.chance.pick(&places).copied().unwrap_or((0, 0))
    }

    fn pause(&mut self, process: usize) {
        let steps = self.chance.between(10, 200);
        self.processes[process].paused_until = self.trace.step() + steps;
        self.fault("pause");
        note!(self, "{} pauses for {steps} steps", self.processes[process].name);
    }

    fn cut_off(&mut self, process: usize) {
        let steps = self.chance.between(10, 200);
        self.processes[process].cut_off_until = self.trace.step() + steps;
        self.fault("cut off");
        note!(self, "{} does not reach the broker for {steps} steps", self.processes[process].name);
    }

    fn slow(&mut self, partition: usize) {
        let steps = self.chance.between(10, 100);
        self.partitions[partition].slow_until = self.trace.step() + steps;
        self.fault("slow broker");
        note!(self, "nothing gets through to partition {partition} for {steps} steps");
    }
}
