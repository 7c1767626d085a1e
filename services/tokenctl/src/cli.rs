//! The command line.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Parser, Subcommand};
use eventlog::Topic;
use kernel::AccountId;
use runtime::TlsOptions;

/// Tokenbook's command line for operators. Reads the log; writes nothing but what `dlq retry` publishes again, and what `rebuild` has the ledger do.
#[derive(Parser, Debug)]
#[command(name = "tokenctl", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// Brokers to start from, `host:port[,host:port…]`.
    #[arg(long, visible_alias = "kafka-brokers", env = "TOKENBOOK_KAFKA_BROKERS", global = true)]
    pub(crate) brokers: Option<String>,

    /// A folder with a copied log (see `copy`), to be read instead of a cluster.
    #[arg(long, value_name = "FOLDER", global = true)]
    pub(crate) log: Option<PathBuf>,

    /// Answer in JSON: one document, or one a line for lists.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Which of its own log lines are written to standard error, as a tracing filter.
    #[arg(long, env = "TOKENBOOK_LOG", default_value = "error", global = true, hide = true)]
    pub(crate) log_filter: String,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 all is well; 1 something is wrong with what was looked at; 2 what was asked for is not there; \
                          64 wrong usage; 65 a file is not what it should be; 69 Kafka or the ledger cannot be reached, or refuses; 70 a defect; 74 input or output failed.";

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Check the books: the chain, the laws of the wallet, the trial balance, and that each input had its effect once.
    Verify(Verify),
    /// Say why a command was allowed or denied.
    Explain(Explain),
    /// Write a statement of one account that can be checked offline, or check one.
    Prove(Prove),
    /// Copy a log into a folder, byte for byte.
    Copy(Copy),
    /// Look after dead letters.
    Dlq(Dlq),
    /// Who owns each book, and how far its readers are.
    Owners(Owners),
    /// Show entries as they come.
    Tail(Tail),
    /// Have the ledger compute anew from the log what it shows, compare, and swap it in.
    Rebuild(Rebuild),
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// Only this partition; may be repeated.
    #[arg(long = "partition")]
    pub(crate) partitions: Vec<i32>,

    /// Only the books: not whether payments, grants and finished jobs had their effect.
    #[arg(long)]
    pub(crate) books_only: bool,

    /// Partitions checked at the same time; by default as many as there are cores.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    /// Findings shown at most for each partition; all are counted.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) max_findings: u32,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// An entry's id, or its place: `<partition>/<offset>`.
    #[arg(required_unless_present = "account")]
    pub(crate) entry: Option<String>,

    /// The account whose command it was; with --key.
    #[arg(long, requires = "key", conflicts_with = "entry")]
    pub(crate) account: Option<AccountId>,

    /// The command's idempotency key, or an input's business key such as `order:<id>:paid`.
    #[arg(long, requires = "account")]
    pub(crate) key: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Prove {
    /// Whose statement.
    #[arg(long, required_unless_present = "check", conflicts_with = "check")]
    pub(crate) account: Option<AccountId>,

    /// Where to write the statement; standard output without it.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) out: Option<PathBuf>,

    /// Include every record of the partition, other accounts' too, so that the statement proves by itself that its entries are
    /// in the chain that leads to its head, and that none is left out.
    #[arg(long, conflicts_with = "check")]
    pub(crate) with_chain: bool,

    /// Check this statement; with --log or --against-brokers also against a log.
    #[arg(long, value_name = "STATEMENT")]
    pub(crate) check: Option<PathBuf>,

    /// Check the statement against the cluster.
    #[arg(long, requires = "check")]
    pub(crate) against_brokers: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Copy {
    /// The folder to write: empty, or not there yet.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: PathBuf,

    /// Only these topics; by default the four that hold the books and their dead letters.
    #[arg(long = "topic", value_name = "TOPIC")]
    pub(crate) topics: Vec<Topic>,
}

#[derive(Args, Debug)]
pub(crate) struct Dlq {
    #[command(subcommand)]
    pub(crate) command: DlqCommand,
}

#[derive(Subcommand, Debug)]
pub(crate) enum DlqCommand {
    /// List dead letters, oldest first.
    List(DlqChoice),
    /// Show one dead letter whole.
    Show {
        /// Its place, as `list` shows it: `payments.events.dlq/<partition>/<offset>`.
        letter: String,
    },
    /// Publish dead letters in their own topic once more, with their key and headers.
    Retry {
        /// Their places, as `list` shows them.
        letters: Vec<String>,
        /// All that --topic, --reason and --since choose.
        #[arg(long, conflicts_with = "letters", required_unless_present = "letters")]
        all: bool,
        #[command(flatten)]
        choice: DlqChoice,
        /// Also those that were retried before.
        #[arg(long)]
        again: bool,
        /// Only say what would be done.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Args, Debug)]
pub(crate) struct DlqChoice {
    /// Only dead letters of this topic, such as `payments.events`; may be repeated.
    #[arg(long = "topic", value_name = "TOPIC")]
    pub(crate) topics: Vec<Topic>,

    /// Only those with this reason, such as `NOT_UNDERSTOOD`.
    #[arg(long)]
    pub(crate) reason: Option<String>,

    /// Only those since then: a time (`2026-11-22T14:00:00Z`) or how long ago (`90s`, `15m`, `2h`, `7d`).
    #[arg(long, value_parser = since)]
    pub(crate) since: Option<Since>,
}

#[derive(Args, Debug)]
pub(crate) struct Owners {
    /// The ledger's consumer group, whose lag on the inputs is shown.
    #[arg(long, default_value = "ledger")]
    pub(crate) group: String,

    /// The projector's consumer group, whose lag on the books is shown.
    #[arg(long, default_value = "ledger-projector")]
    pub(crate) projector_group: String,
}

#[derive(Args, Debug)]
pub(crate) struct Tail {
    /// Only entries of this account.
    #[arg(long)]
    pub(crate) account: Option<AccountId>,

    /// Only entries of this kind, such as `TokensDeducted`; may be repeated.
    #[arg(long = "kind", value_name = "KIND")]
    pub(crate) kinds: Vec<String>,

    /// Only entries since then: a time (`2026-11-22T14:00:00Z`) or how long ago (`90s`, `15m`, `2h`, `7d`).
    #[arg(long, value_parser = since)]
    pub(crate) since: Option<Since>,

    /// How many entries that are there already are shown: the newest. 20 by default; with --since 10000.
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub(crate) last: Option<u32>,

    /// End instead of waiting for new entries.
    #[arg(long)]
    pub(crate) no_follow: bool,

    /// Also show records that do not extend the chain, and say so.
    #[arg(long)]
    pub(crate) void: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Rebuild {
    #[command(subcommand)]
    pub(crate) command: RebuildCommand,
}

#[derive(Subcommand, Debug)]
pub(crate) enum RebuildCommand {
    /// The token log, and the balances, holds and positions beside it: list where they are not what the log yields, and replace them without downtime.
    TokenLog(RebuildTokenLog),
}

#[derive(Args, Debug)]
pub(crate) struct RebuildTokenLog {
    /// Any instance of the ledger, `https://host:port`; it does the work.
    #[arg(long, value_name = "URL", env = "TOKENBOOK_LEDGER_URL")]
    pub(crate) ledger: String,

    /// The operator's certificate.
    #[command(flatten)]
    pub(crate) tls: TlsOptions,

    /// Only compare: what is live stays as it is.
    #[arg(long)]
    pub(crate) compare_only: bool,

    /// Differences listed at most for each table; all are counted.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) max_differences: u32,
}

/// A moment, or how long ago it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since {
    At(DateTime<Utc>),
    Ago(TimeDelta),
}

impl Since {
    pub(crate) fn moment(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(moment) => moment,
            Self::Ago(ago) => now.checked_sub_signed(ago).unwrap_or(DateTime::UNIX_EPOCH),
        }
    }
}

fn since(text: &str) -> Result<Since, String> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(Since::At(moment.with_timezone(&Utc)));
    }
    let ago = || {
        let (number, unit) = text.split_at(text.len().checked_sub(1)?);
        let number: i64 = number.parse().ok().filter(|number| *number >= 0)?;
        match unit {
            "s" => TimeDelta::try_seconds(number),
            "m" => TimeDelta::try_minutes(number),
            "h" => TimeDelta::try_hours(number),
            "d" => TimeDelta::try_days(number),
            _ => None,
        }
    };
    if !text.is_ascii() {
        return Err("a time is ASCII".to_owned());
    }
    ago().map(Since::Ago).ok_or_else(|| {
        "neither a time such as 2026-11-22T14:00:00Z nor how long ago, such as 90s, 15m, 2h or 7d".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_moment_can_be_named_in_two_ways() {
        let now = "2026-11-22T14:00:00Z".parse().unwrap();
        for (text, moment) in [
            ("90s", "2026-11-22T13:58:30Z"),
            ("2h", "2026-11-22T12:00:00Z"),
            ("1d", "2026-11-21T14:00:00Z"),
            ("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z"),
        ] {
            assert_eq!(since(text).unwrap().moment(now), moment.parse::<DateTime<Utc>>().unwrap(), "{text}");
        }
        for wrong in ["", "h", "-1h", "1w", "yesterday", "1é", "9999999999999d"] {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }
}
