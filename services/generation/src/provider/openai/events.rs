//! Server-sent events: lines that begin with `data:`, an event at each empty line. No I/O.

/// The longest line and the longest event.
const MOST_EVENT: usize = 1024 * 1024;
/// The longest stream: a generous half kilobyte for each of the most model tokens that may be asked for, several times over.
const MOST_STREAM: usize = 32 * 1024 * 1024;

/// A stream that is longer than anything that was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Puts events together from a stream that comes in pieces of any size.
#[derive(Debug, Default)]
pub(super) struct Events {
    line: Vec<u8>,
    event: String,
    read: usize,
}

impl Events {
    /// Takes in a piece, and gives the events that it completes.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<Vec<String>, TooLong> {
        self.read = self.read.saturating_add(piece.len());
        let mut whole = Vec::new();
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if self.line.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                whole.extend(self.end_line(&line));
            }
        }
        let within = self.line.len().max(self.event.len()) <= MOST_EVENT && self.read <= MOST_STREAM;
        if within { Ok(whole) } else { Err(TooLong) }
    }

    fn end_line(&mut self, line: &[u8]) -> Option<String> {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return (!event.is_empty()).then_some(event);
        }
        if let Some(value) = line.strip_prefix("data:") {
            if !self.event.is_empty() {
                self.event.push('\n');
            }
            self.event.push_str(value.strip_prefix(' ').unwrap_or(value));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_the_same_however_the_stream_is_cut() {
        let stream = "data: {\"a\": \"é\"}\r\n\r\n: a comment\nevent: x\ndata:one\ndata: two\n\n\n\ndata: [DONE]\n\ndata: rest";
        let expected = ["{\"a\": \"é\"}", "one\ntwo", "[DONE]"];
        for size in 1..=stream.len() {
            let mut events = Events::default();
            let found: Vec<String> =
                stream.as_bytes().chunks(size).flat_map(|piece| events.feed(piece).unwrap()).collect();
            assert_eq!(found, expected, "in pieces of {size} bytes");
        }
    }

    #[test]
    fn a_line_an_event_and_a_stream_have_an_end() {
        let mut line = Events::default();
        assert_eq!(line.feed(&vec![b'x'; MOST_EVENT]), Ok(Vec::new()));
        assert_eq!(line.feed(b"x"), Err(TooLong));
        let piece = format!("data: {}\n", "x".repeat(1000));
        let mut event = Events::default();
        let fed = (0..2_000).find_map(|_| event.feed(piece.as_bytes()).err());
        assert_eq!(fed, Some(TooLong));
        let mut stream = Events::default();
        let whole = format!("{piece}\n");
        let fed = (0..40_000).find_map(|_| stream.feed(whole.as_bytes()).err());
        assert_eq!(fed, Some(TooLong));
    }
}
