//! Reads entries: whole, or what a replay needs of them. A replay reads every entry that there ever was, and needs only what changes a wallet.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use eventlog::ChainHash;
use kernel::{AccountId, CostRule, EntryId, HoldId, LotId, SettlementTerms, Tokens};
use uuid::Uuid;

use crate::book::{Effect, KeyDigest, RequestDigest};
use crate::domain::{
    Balance, Cause, Change, Deduction, Entry, InputPosition, Kind, LotPart, LotParts, LotSource, Reference,
};

/// What an entry names as its predecessor, and what it changes.
pub(in crate::codec) fn read(value: &[u8]) -> Option<(ChainHash, Effect)> {
    let Read { time, cause, kind, previous, .. } = Text { rest: value, whole: false }.entry()?;
    let Kind::Wallet { account, .. } = kind else { return None };
    let key = cause.key.map(|(key, digest)| (KeyDigest::of(account, cause.caller, key), digest));
    let input = cause.input.map(|input| (input.topic.to_owned(), input.offset));
    Some((previous, Effect { time, kind, key, input }))
}

/// An entry, and what it names as its predecessor.
pub(in crate::codec) fn read_whole(value: &[u8]) -> Option<(Entry, ChainHash)> {
    let Read { id, time, cause, kind, previous } = Text { rest: value, whole: true }.entry()?;
    let (key, digest) = cause.key.map_or(("", [0; 16]), |(key, digest)| (key, digest.bytes()));
    let cause = Cause {
        caller: cause.caller.into(),
        key: key.to_owned(),
        digest,
        input: cause.input.map(|input| InputPosition {
            topic: input.topic.to_owned(),
            offset: input.offset,
            event_id: input.event_id.to_owned(),
        }),
    };
    Some((Entry { id, time, cause, kind }, previous))
}

/// 0 to 15, and more for what is no digit as we write them.
const HEX: [u8; 256] = {
    let mut table = [0xff; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit as usize] as usize] = digit;
        digit += 1;
    }
    table
};

/// Where the pairs of digits stand in the text of an id.
const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/// What was read.
struct Read<'a> {
    id: EntryId,
    time: DateTime<Utc>,
    cause: ReadCause<'a>,
    kind: Kind,
    previous: ChainHash,
}

struct ReadCause<'a> {
    caller: &'a str,
    key: Option<(&'a str, RequestDigest)>,
    input: Option<ReadInput<'a>>,
}

struct ReadInput<'a> {
    topic: &'a str,
    offset: i64,
    event_id: &'a str,
}

/// What is left to read, and whether facts that change no wallet are wanted. Each method passes over what it reads, or fails.
struct Text<'a> {
    rest: &'a [u8],
    whole: bool,
}

impl<'a> Text<'a> {
    fn entry(mut self) -> Option<Read<'a>> {
        self.must(b"{\"id\":")?;
        let id = self.id(EntryId::new)?;
        self.must(b",\"time\":")?;
        let time = self.time()?;
        // An entry about the book itself has no account: those are few.
        self.must(b",\"accountId\":")?;
        let account = self.id(AccountId::new)?;
        self.must(b",\"walletVersion\":")?;
        let version = self.number()?;
        self.must(b",\"cause\":")?;
        let cause = self.cause()?;
        self.must(b",\"balanceAfter\":")?;
        let balance = self.balance(version)?;
        self.must(b",\"previous\":\"")?;
        let previous = ChainHash::from_bytes(self.hex()?);
        self.must(b"\",")?;
        let change = self.change()?;
        self.must(b"}")?;
        if !self.rest.is_empty() {
            return None;
        }
        Some(Read { id, time, cause, kind: Kind::Wallet { account, balance, change }, previous })
    }

    fn eat(&mut self, literal: &[u8]) -> bool {
        match self.rest.strip_prefix(literal) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn must(&mut self, literal: &[u8]) -> Option<()> {
        self.eat(literal).then_some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    // A text of visible ASCII without escapes.
    fn text(&mut self) -> Option<&'a str> {
        self.must(b"\"")?;
        let length = memchr::memchr(b'"', self.rest)?;
        let text = self.take(length)?;
        self.must(b"\"")?;
        let plain = text.iter().all(|byte| (b' '..=b'~').contains(byte) && *byte != b'\\');
        if plain { str::from_utf8(text).ok() } else { None }
    }

    // In the one form that ids have.
    fn id<T>(&mut self, of: impl Fn(Uuid) -> T) -> Option<T> {
        self.must(b"\"")?;
        let (text, rest) = self.rest.split_first_chunk::<36>()?;
        self.rest = rest;
        let mut bytes = [0; 16];
        let mut wrong = 0;
        for (byte, place) in bytes.iter_mut().zip(PLACES) {
            let [high, low] = [HEX[usize::from(text[place])], HEX[usize::from(text[place + 1])]];
            wrong |= high | low;
            *byte = high << 4 | low;
        }
        let hyphens = [8, 13, 18, 23].iter().all(|place| text[*place] == b'-');
        self.must(b"\"")?;
        (wrong < 16 && hyphens).then(|| of(Uuid::from_bytes(bytes)))
    }

    // 64-bit numbers stand in quotes; a field that is 0 is left out.
    fn number(&mut self) -> Option<u64> {
        self.must(b"\"")?;
        let length =
            self.rest.iter().position(|byte| *byte == b'"').filter(|length| (1..=20).contains(length))?;
        let digits = self.take(length)?;
        self.must(b"\"")?;
        if digits.first() == Some(&b'0') {
            return None;
        }
        digits.iter().try_fold(0_u64, |number, digit| {
            let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
            number.checked_mul(10)?.checked_add(digit.into())
        })
    }

    fn number_if(&mut self, field: &[u8]) -> Option<u64> {
        if self.eat(field) { self.number() } else { Some(0) }
    }

    fn tokens(&mut self) -> Option<Tokens> {
        self.number().map(Tokens::new)
    }

    fn tokens_if(&mut self, field: &[u8]) -> Option<Tokens> {
        self.number_if(field).map(Tokens::new)
    }

    fn hex<const N: usize>(&mut self) -> Option<[u8; N]> {
        let digits = self.take(2 * N)?;
        let mut bytes = [0; N];
        let mut wrong = 0;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = [HEX[usize::from(*pair.first()?)], HEX[usize::from(*pair.last()?)]];
            wrong |= high | low;
            *byte = high << 4 | low;
        }
        (wrong < 16).then_some(bytes)
    }

    // As in "2026-09-21T14:13:20.123456Z", with as many digits behind the point as it takes: none, 3, 6 or 9.
    fn time(&mut self) -> Option<DateTime<Utc>> {
        self.must(b"\"")?;
        let year = self.digits(4)?;
        self.must(b"-")?;
        let month = self.digits(2)?;
        self.must(b"-")?;
        let day = self.digits(2)?;
        self.must(b"T")?;
        let hour = self.digits(2)?;
        self.must(b":")?;
        let minute = self.digits(2)?;
        self.must(b":")?;
        let second = self.digits(2)?;
        let nanos = if self.eat(b".") {
            let thousandth = self.digits(3)?;
            let millionth = if self.rest.first()?.is_ascii_digit() { self.digits(3)? } else { 0 };
            let billionth = if self.rest.first()?.is_ascii_digit() { self.digits(3)? } else { 0 };
            (thousandth * 1_000 + millionth) * 1_000 + billionth
        } else {
            0
        };
        self.must(b"Z\"")?;
        // The general reader knows what to make of the year 0.
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|year| *year > 0)?, month, day)?;
        Some(date.and_hms_nano_opt(hour, minute, second, nanos)?.and_utc())
    }

    fn digits(&mut self, length: usize) -> Option<u32> {
        self.take(length)?.iter().try_fold(0, |number, digit| {
            let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
            Some(number * 10 + u32::from(digit))
        })
    }

    fn cause(&mut self) -> Option<ReadCause<'a>> {
        self.must(b"{\"caller\":")?;
        let caller = self.text()?;
        let mut key = None;
        if self.eat(b",\"idempotencyKey\":") {
            let text = self.text()?;
            self.must(b",\"requestDigest\":\"")?;
            let digest = RequestDigest::from_bytes(self.hex()?);
            self.must(b"\"")?;
            key = Some((text, digest)).filter(|(text, _)| !text.is_empty());
        }
        let mut input = None;
        if self.eat(b",\"input\":{\"topic\":") {
            let topic = self.text()?;
            let offset = i64::try_from(self.number_if(b",\"offset\":")?).ok()?;
            let event_id = if self.eat(b",\"eventId\":") { self.text()? } else { "" };
            self.must(b"}")?;
            input = Some(ReadInput { topic, offset, event_id });
        }
        self.must(b"}")?;
        Some(ReadCause { caller, key, input })
    }

    fn balance(&mut self, version: u64) -> Option<Balance> {
        self.must(b"{")?;
        let mut part = |field: &[u8]| {
            let tokens = self.tokens_if(field)?;
            // The version follows in any case.
            if tokens.is_zero() { Some(tokens) } else { self.must(b",").map(|()| tokens) }
        };
        let (available, held) = (part(b"\"available\":")?, part(b"\"held\":")?);
        // A debt, locked tokens and a frozen wallet are rare.
        self.must(b"\"version\":")?;
        if self.number()? != version {
            return None;
        }
        self.must(b"}")?;
        Some(Balance { available, held, version, ..Balance::default() })
    }

    fn change(&mut self) -> Option<Change> {
        if self.eat(b"\"tokensDeducted\":{") {
            self.deducted().map(Change::Deducted)
        } else if self.eat(b"\"tokensHeld\":{") {
            self.held()
        } else if self.eat(b"\"tokensReleased\":{") {
            self.released()
        } else if self.eat(b"\"tokensCredited\":{") {
            self.credited()
        } else {
            None
        }
    }

    fn deducted(&mut self) -> Option<Deduction> {
        let hold = if self.eat(b"\"holdId\":") {
            let hold = self.id(HoldId::new)?;
            self.must(b",")?;
            Some(hold)
        } else {
            None
        };
        self.must(b"\"tokens\":")?;
        let tokens = self.tokens()?;
        let parts = self.parts_if(b",\"lots\":[")?;
        self.number_if(b",\"releasedTokens\":")?;
        let released = self.parts_if(b",\"releasedLots\":[")?;
        let closes_hold = self.eat(b",\"holdClosed\":true");
        let reference = self.reference_if_whole()?;
        self.must(b"}")?;
        Some(Deduction { hold, tokens, parts, released, closes_hold, reference, ..Deduction::default() })
    }

    fn held(&mut self) -> Option<Change> {
        self.must(b"\"holdId\":")?;
        let hold = self.id(HoldId::new)?;
        self.must(b",\"tokens\":")?;
        let tokens = self.tokens()?;
        let parts = self.parts_if(b",\"lots\":[")?;
        self.must(b",\"expiresAt\":")?;
        let expires_at = self.time()?;
        self.must(b",\"terms\":{")?;
        let terms = Arc::new(self.terms()?);
        let (kind, id) = self.reference()?;
        self.must(b"}")?;
        Some(Change::Held { hold, tokens, parts, expires_at, terms, reference: Reference::new(kind, id) })
    }

    fn terms(&mut self) -> Option<SettlementTerms> {
        Some(SettlementTerms {
            on_success: self.rule(b"\"onSuccess\":{")?,
            on_technical_failure: self.rule(b",\"onTechnicalFailure\":{")?,
            on_prohibited_content: self.rule(b",\"onProhibitedContent\":{")?,
            on_cancelled_by_user: self.rule(b",\"onCancelledByUser\":{")?,
            over_capture_limit: self.tokens_if(b",\"overCaptureLimit\":")?,
            policy_version: {
                self.must(b",\"policyVersion\":")?;
                let version = self.text()?.to_owned();
                self.must(b"}")?;
                version
            },
        })
    }

    fn rule(&mut self, field: &[u8]) -> Option<CostRule> {
        self.must(field)?;
        if self.eat(b"\"release\":{}}") {
            Some(CostRule::Release)
        } else if self.eat(b"\"captureAll\":{}}") {
            Some(CostRule::CaptureAll)
        } else if self.eat(b"\"captureActual\":{}}") {
            Some(CostRule::CaptureActual)
        } else {
            None
        }
    }

    fn released(&mut self) -> Option<Change> {
        self.must(b"\"holdId\":")?;
        let hold = self.id(HoldId::new)?;
        self.must(b",\"tokens\":")?;
        let tokens = self.tokens()?;
        let parts = self.parts_if(b",\"lots\":[")?;
        let reference = self.reference_if_whole()?;
        self.must(b"}")?;
        Some(Change::Released { hold, tokens, parts, frozen: Tokens::ZERO, reason: None, reference })
    }

    fn credited(&mut self) -> Option<Change> {
        self.must(b"\"lotId\":")?;
        let lot = self.id(LotId::new)?;
        self.must(b",\"tokens\":")?;
        let tokens = self.tokens()?;
        self.must(b",\"source\":\"LOT_SOURCE_PURCHASE\"")?;
        let reference = self.reference_if_whole()?;
        self.must(b"}")?;
        Some(Change::Credited {
            lot,
            tokens,
            source: LotSource::Purchase,
            expires_at: None,
            debt_repaid: Tokens::ZERO,
            frozen: false,
            reference,
        })
    }

    fn reference_if_whole(&mut self) -> Option<Reference> {
        let (kind, id) = self.reference()?;
        Some(if self.whole { Reference::new(kind, id) } else { Reference::default() })
    }

    // Nearly always there; it may hold nothing.
    fn reference(&mut self) -> Option<(&'a str, &'a str)> {
        if !self.eat(b",\"reference\":{") {
            return Some(("", ""));
        }
        let (mut kind, mut id) = ("", "");
        if self.eat(b"\"kind\":") {
            kind = self.text()?;
            if self.eat(b",\"id\":") {
                id = self.text()?;
            }
        } else if self.eat(b"\"id\":") {
            id = self.text()?;
        }
        self.must(b"}")?;
        Some((kind, id))
    }

    fn parts_if(&mut self, field: &[u8]) -> Option<LotParts> {
        let mut parts = LotParts::new();
        if self.eat(field) {
            loop {
                self.must(b"{\"lotId\":")?;
                let lot = self.id(LotId::new)?;
                self.must(b",\"tokens\":")?;
                let tokens = self.tokens()?;
                self.must(b"}")?;
                parts.push(LotPart { lot, tokens });
                if self.eat(b"]") {
                    break;
                }
                self.must(b",")?;
            }
        }
        Some(parts)
    }
}
