//! Where the tables stand, and what they are.

/// A table that is computed from the log, and how its rows are told apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Relation {
    /// Its name, live and in the shadow.
    pub(super) table: &'static str,
    /// The column of the id.
    pub(super) id: &'static str,
    /// Whether an id has many rows, told apart by `version`.
    pub(super) versioned: bool,
    /// Where the shadow notes the ids of the rows that were written since the last comparison.
    pub(super) touched: &'static str,
}

/// All of the read model but `consumer_positions`, which stay where they are: on their rows the projectors meet.
pub(super) const RELATIONS: [Relation; 3] = [
    Relation { table: "token_log", id: "account_id", versioned: true, touched: "touched_accounts" },
    Relation { table: "balances", id: "account_id", versioned: false, touched: "touched_accounts" },
    Relation { table: "holds", id: "hold_id", versioned: false, touched: "touched_holds" },
];

/// The table of positions.
pub(super) const POSITIONS: &str = "consumer_positions";

/// The schemas of one read model, quoted where they are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    /// Where the live tables are.
    pub(super) live: String,
    /// Where the shadow is built.
    pub(super) shadow: String,
    /// Where the tables go that were replaced.
    pub(super) replaced: String,
}

impl Names {
    /// For live tables in this schema.
    pub(super) fn of(live: &str) -> Self {
        Self {
            live: live.to_owned(),
            shadow: format!("{live}_rebuild"),
            replaced: format!("{live}_replaced"),
        }
    }

    /// A live table, as SQL names it.
    pub(super) fn live(&self, table: &str) -> String {
        qualified(&self.live, table)
    }

    /// The shadow of a table, as SQL names it.
    pub(super) fn shadow(&self, table: &str) -> String {
        qualified(&self.shadow, table)
    }
}

/// A table in a schema, as SQL names it.
pub(super) fn qualified(schema: &str, table: &str) -> String {
    format!("{}.{}", quoted(schema), quoted(table))
}

/// A name, as SQL wants it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted() {
        let names = Names::of("a\"b");
        assert_eq!(names.live("holds"), r#""a""b"."holds""#);
        assert_eq!(names.shadow("holds"), r#""a""b_rebuild"."holds""#);
    }
}
