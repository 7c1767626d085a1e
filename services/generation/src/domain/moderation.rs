//! Moderation by lists: terms that a prompt must not hold, and hashes of images that must not be used.
//!
//! A term matches whole words, whatever their case, accents, width or hidden characters: `Ｆｏｒｂıdden-Wörd` does not get past
//! `forbidden word` by spelling alone. Lists are plain text, one `category: entry` a line, `#` for comments.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Why something was found to be prohibited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The category, such as `violence`; never the words themselves.
    pub category: String,
    /// Who or what found it.
    pub source: String,
    /// The version of the list, or the finder's own code.
    pub code: String,
}

/// A list that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ListError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to write.
    pub problem: String,
}

/// Prohibited terms.
#[derive(Debug, Clone, Default)]
pub struct TermList {
    /// First word to the terms that begin with it: all their words, and the category.
    terms: HashMap<String, Vec<(Vec<String>, String)>>,
}

/// The two hashes by which an image is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageHashes {
    /// BLAKE3 of the content.
    pub blake3: [u8; 32],
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
}

/// Prohibited images.
#[derive(Debug, Clone, Default)]
pub struct HashList {
    blake3: HashMap<[u8; 32], String>,
    sha256: HashMap<[u8; 32], String>,
}

impl TermList {
    /// Reads a list of `category: term` lines.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let mut list = Self::default();
        for (line, category, term) in entries(text) {
            let (category, term) = (category?, term);
            let term = words(term);
            let Some(first) = term.first() else {
                return Err(ListError { line, problem: "a term needs a letter or a digit".to_owned() });
            };
            list.terms.entry(first.clone()).or_default().push((term, category.to_owned()));
        }
        Ok(list)
    }

    /// The category of the first prohibited term in a text.
    pub fn find(&self, text: &str) -> Option<&str> {
        let words = words(text);
        (0..words.len()).find_map(|start| {
            let rest = words.get(start..)?;
            let candidates = self.terms.get(rest.first()?)?;
            candidates.iter().find(|(term, _)| rest.starts_with(term)).map(|(_, category)| category.as_str())
        })
    }
}

impl HashList {
    /// Reads a list of `category: blake3:<hex>` and `category: sha256:<hex>` lines.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let mut list = Self::default();
        for (line, category, entry) in entries(text) {
            let category = category?.to_owned();
            let mut hash = [0; 32];
            let known = entry.split_once(':').and_then(|(algorithm, digits)| {
                hex::decode_to_slice(digits, &mut hash).ok()?;
                match algorithm {
                    "blake3" => list.blake3.insert(hash, category),
                    "sha256" => list.sha256.insert(hash, category),
                    _ => return None,
                };
                Some(())
            });
            if known.is_none() {
                let problem = "expected blake3: or sha256: and 64 hexadecimal digits".to_owned();
                return Err(ListError { line, problem });
            }
        }
        Ok(list)
    }

    /// The category of a prohibited image.
    pub fn find(&self, image: &ImageHashes) -> Option<&str> {
        self.blake3.get(&image.blake3).or_else(|| self.sha256.get(&image.sha256)).map(String::as_str)
    }
}

fn entries(text: &str) -> impl Iterator<Item = (usize, Result<&str, ListError>, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let line_number = index + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (category, entry) = line.split_once(':').unwrap_or(("", line));
        let category = category.trim();
        let named = !category.is_empty()
            && category.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let category = if named {
            Ok(category)
        } else {
            let problem = "expected `category: entry`, the category in lower case".to_owned();
            Err(ListError { line: line_number, problem })
        };
        Some((line_number, category, entry.trim()))
    })
}

/// A text as the words that count: compatibility forms resolved, accents and hidden characters dropped, lower case.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .nfkd()
        .filter(|char| !is_combining_mark(*char) && !is_hidden(*char))
        .flat_map(char::to_lowercase)
        // Lower case of some letters (İ) brings a mark of its own.
        .filter(|char| !is_combining_mark(*char))
        .map(|char| if char == 'ı' { 'i' } else { char })
        .collect();
    plain
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Characters that show nothing and split a word only for machines.
const fn is_hidden(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> TermList {
        TermList::parse("# test\nviolence: frobnicate the bystander\n\nhate: vörpal\nviolence: zorch\n")
            .unwrap()
    }

    #[track_caller]
    fn check(text: &str, category: Option<&str>) {
        assert_eq!(list().find(text), category, "{text}");
    }

    #[test]
    fn a_term_is_found_whatever_its_spelling() {
        for spelling in [
            "zorch",
            "ZORCH!",
            "please, zorch it",
            "Zörch",
            "zo\u{301}rch",
            "ｚｏｒｃｈ",
            "zor\u{ad}ch",
            "zor\u{200b}ch",
            "(zorch)",
            "un-zorch",
        ] {
            check(spelling, Some("violence"));
        }
        check("VORPAL", Some("hate"));
        check("Frobnicate   the\nbystander", Some("violence"));
        check("frobnicate-the-bystander", Some("violence"));
    }

    #[test]
    fn only_whole_words_count() {
        for harmless in
            ["", "zorching", "azorch", "zor ch", "frobnicate the", "the bystander", "frobnicate a bystander"]
        {
            check(harmless, None);
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line) in [("zorch", 1), ("# ok\nBad Category: x", 2), ("violence: zorch\nviolence: !!", 2)]
        {
            assert_eq!(TermList::parse(text).unwrap_err().line, line, "{text}");
        }
        for text in ["violence: abc", "violence: md5:00", "violence: blake3:00"] {
            assert_eq!(HashList::parse(text).unwrap_err().line, 1, "{text}");
        }
    }

    #[test]
    fn an_image_is_known_by_either_hash() {
        let text = format!("gore: blake3:{}\nhate: sha256:{}", "11".repeat(32), "22".repeat(32));
        let list = HashList::parse(&text).unwrap();
        let image = |blake3: u8, sha256: u8| ImageHashes { blake3: [blake3; 32], sha256: [sha256; 32] };
        assert_eq!(list.find(&image(0x11, 0)), Some("gore"));
        assert_eq!(list.find(&image(0, 0x22)), Some("hate"));
        assert_eq!(list.find(&image(0x22, 0x11)), None);
    }
}
