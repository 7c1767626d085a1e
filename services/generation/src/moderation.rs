//! Moderators: those who decide, before any provider is called, whether content is prohibited.

use std::path::{Path, PathBuf};

use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::domain::moderation::{Finding, HashList, ImageHashes, ListError, TermList};

const DEFAULT_TERMS: &str = include_str!("../assets/moderation-terms.txt");
const DEFAULT_IMAGES: &str = include_str!("../assets/moderation-images.txt");

/// What is to be judged.
#[derive(Debug, Clone)]
pub struct Content<'a> {
    /// The prompt, or every message of a conversation.
    pub texts: Vec<&'a str>,
    /// The reference images.
    pub images: &'a [ImageHashes],
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Allowed,
    /// The words are prohibited.
    ProhibitedPrompt(Finding),
    /// An image is prohibited.
    ProhibitedImage(Finding),
}

/// The moderator could not judge; nothing is handed to a provider unjudged.
#[derive(Debug, thiserror::Error)]
#[error("the moderator did not answer: {0}")]
pub struct ModeratorError(pub String);

/// Somebody who judges content.
pub trait Moderator: Send + Sync {
    /// Judges one request.
    fn review<'a>(&'a self, content: &'a Content<'a>) -> BoxFuture<'a, Result<Verdict, ModeratorError>>;
}

/// Judges by a list of terms and a list of image hashes.
#[derive(Debug, Clone)]
pub struct ListModerator {
    terms: TermList,
    terms_version: String,
    images: HashList,
    images_version: String,
}

/// A list that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ListFileError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The list itself is wrong.
    #[error(transparent)]
    List(#[from] ListError),
}

impl ListModerator {
    /// Reads the lists from these files; the embedded ones where none is named.
    pub fn read(terms: Option<&Path>, images: Option<&Path>) -> Result<Self, ListFileError> {
        Self::parse(&text(terms, DEFAULT_TERMS)?, &text(images, DEFAULT_IMAGES)?)
    }

    /// Reads lists.
    pub fn parse(terms: &str, images: &str) -> Result<Self, ListFileError> {
        Ok(Self {
            terms: TermList::parse(terms)?,
            terms_version: version(terms),
            images: HashList::parse(images)?,
            images_version: version(images),
        })
    }

    fn judge(&self, content: &Content<'_>) -> Verdict {
        let finding = |category: &str, source: &str, code: &str| Finding {
            category: category.to_owned(),
            source: source.to_owned(),
            code: code.to_owned(),
        };
        if let Some(category) = content.texts.iter().find_map(|text| self.terms.find(text)) {
            return Verdict::ProhibitedPrompt(finding(category, "term-list", &self.terms_version));
        }
        if let Some(category) = content.images.iter().find_map(|image| self.images.find(image)) {
            return Verdict::ProhibitedImage(finding(category, "image-hash-list", &self.images_version));
        }
        Verdict::Allowed
    }
}

impl Moderator for ListModerator {
    fn review<'a>(&'a self, content: &'a Content<'a>) -> BoxFuture<'a, Result<Verdict, ModeratorError>> {
        let verdict = self.judge(content);
        async { Ok(verdict) }.boxed()
    }
}

fn text(path: Option<&Path>, default: &str) -> Result<String, ListFileError> {
    let Some(path) = path else { return Ok(default.to_owned()) };
    std::fs::read_to_string(path).map_err(|source| ListFileError::File { path: path.to_owned(), source })
}

/// The version of a list is the beginning of its hash: it says which list a finding came from.
fn version(list: &str) -> String {
    blake3::hash(list.as_bytes()).to_hex().chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    fn judge(texts: Vec<&str>, images: &[ImageHashes]) -> Verdict {
        ListModerator::read(None, None).unwrap().judge(&Content { texts, images })
    }

    #[test]
    fn the_shipped_lists_know_the_documented_test_term_and_image() {
        let Verdict::ProhibitedPrompt(finding) =
            judge(vec!["a boat", "with Prohibited-Test-Violence in it"], &[])
        else {
            panic!("the term was not found");
        };
        assert_eq!((finding.category.as_str(), finding.source.as_str()), ("violence", "term-list"));

        let content = include_bytes!("../assets/prohibited-test-image.png");
        let hashes =
            ImageHashes { blake3: *blake3::hash(content).as_bytes(), sha256: Sha256::digest(content).into() };
        let Verdict::ProhibitedImage(finding) = judge(vec!["a boat"], &[hashes]) else {
            panic!("the image was not found");
        };
        assert_eq!((finding.category.as_str(), finding.source.as_str()), ("violence", "image-hash-list"));
    }

    #[test]
    fn ordinary_words_and_unknown_images_are_allowed() {
        let unknown = ImageHashes { blake3: [1; 32], sha256: [2; 32] };
        assert_eq!(judge(vec!["a red boat on a quiet sea"], &[unknown]), Verdict::Allowed);
    }
}
