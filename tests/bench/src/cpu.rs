//! How much of the cores each process took: what tells apart who is slow from who is kept waiting by others.

use std::collections::BTreeMap;
use std::fs;

use crate::load::Measured;

/// Microseconds in the unit that the kernel counts processes' time in; its interface fixed it at 1/100 s.
const TICK_MICROS: u64 = 10_000;

/// The processes of a run, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Processes {
    roots: BTreeMap<&'static str, u32>,
}

/// Processor time by process, in microseconds, since they started.
pub(crate) type Used = BTreeMap<&'static str, u64>;

impl Processes {
    /// Ourselves, who make the load.
    pub(crate) fn new() -> Self {
        Self { roots: BTreeMap::from([("load", std::process::id())]) }
    }

    /// Adds a process, which stands for its children too.
    pub(crate) fn add(&mut self, name: &'static str, pid: Option<u32>) {
        if let Some(pid) = pid {
            self.roots.insert(name, pid);
        }
    }

    /// What they have used so far.
    pub(crate) fn used(&self) -> Used {
        let mut used = Used::new();
        for stat in fs::read_dir("/proc").into_iter().flatten().map_while(Result::ok) {
            let Some(stat) =
                fs::read_to_string(stat.path().join("stat")).ok().and_then(|text| Stat::read(&text))
            else {
                continue;
            };
            // A server of ours is a child of ours and counts for itself.
            let of = |id: u32| self.roots.iter().find(|(_, root)| **root == id).map(|(name, _)| *name);
            if let Some(name) = of(stat.pid).or_else(|| of(stat.parent)) {
                *used.entry(name).or_default() += stat.ticks * TICK_MICROS;
            }
        }
        used
    }
}

/// Processor time per answered call between two looks, in microseconds.
pub(crate) fn per_call(before: &Used, after: &Used, measured: &Measured) -> Used {
    let spent = |(name, after): (&&'static str, &u64)| {
        let micros = after.saturating_sub(before.get(name).copied().unwrap_or_default());
        (*name, micros / measured.answered.max(1))
    };
    after.iter().map(spent).collect()
}

struct Stat {
    pid: u32,
    parent: u32,
    ticks: u64,
}

impl Stat {
    /// A line of `/proc/<pid>/stat`; see proc(5). Children that have ended, such as a load generator, count for their parent.
    fn read(text: &str) -> Option<Self> {
        // A program's name may hold spaces and parentheses.
        let (pid, rest) = (text.split(' ').next()?, text.rsplit_once(") ")?.1);
        let fields: Vec<&str> = rest.split(' ').collect();
        let ticks = fields.get(11..15)?.iter().map(|field| field.parse::<u64>().unwrap_or_default()).sum();
        Some(Self { pid: pid.parse().ok()?, parent: fields.get(1)?.parse().ok()?, ticks })
    }
}

#[cfg(test)]
mod tests {
    use super::Stat;

    #[test]
    fn a_process_with_a_strange_name_is_read() {
        let text = "42 (a) b) S 7 42 42 0 -1 4194560 1 0 0 0 10 20 3 4 20 0 1 0 100 0 0";
        let stat = Stat::read(text).unwrap();
        assert_eq!((stat.pid, stat.parent, stat.ticks), (42, 7, 37));
    }
}
