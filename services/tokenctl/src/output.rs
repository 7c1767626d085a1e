//! Where answers go: standard output, for people or as JSON. Progress goes to standard error, and only to a terminal.

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::error::Error;

/// Standard output.
pub(crate) struct Output {
    /// Whether answers are JSON.
    pub(crate) json: bool,
    out: io::BufWriter<io::Stdout>,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, out: io::BufWriter::new(io::stdout()) }
    }

    /// One line for people.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) -> Result<(), Error> {
        self.out.write_all(line.as_ref().as_bytes())?;
        Ok(self.out.write_all(b"\n")?)
    }

    /// One JSON document on one line.
    pub(crate) fn document(&mut self, document: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, document).map_err(io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }

    /// Makes what is written so far visible.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// A progress bar on standard error; invisible if that is no terminal.
pub(crate) fn progress(what: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
    let style = ProgressStyle::with_template(
        "{msg} {wide_bar} {human_pos}/{human_len} records, {per_sec}, {eta} left",
    );
    // The template is a constant; if it were wrong, the plain bar would do.
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// Rows under a head, in columns as wide as their widest cell.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> Vec<String> {
    let mut widths = head.map(str::len);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &[String; N]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}  "));
        cells.collect::<String>().trim_end().to_owned()
    };
    std::iter::once(line(&head.map(str::to_owned))).chain(rows.iter().map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["1".to_owned(), "ledger-0".to_owned()], ["12345".to_owned(), "b".to_owned()]];
        assert_eq!(table(["p", "owner"], &rows), ["p      owner", "1      ledger-0", "12345  b"]);
    }
}
