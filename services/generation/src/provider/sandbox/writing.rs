//! What the sandbox says in chat: deterministic, a little longer than one look, never more than was paid for.

use crate::domain::pricing::at_most;
use crate::domain::work::{ChatSpec, Role};

/// The characters of the user's words that are quoted back.
const QUOTED: usize = 80;

/// The reply in the pieces in which it is written.
pub(super) fn reply(chat: &ChatSpec) -> Vec<String> {
    let asked = chat.messages.iter().rev().find(|message| message.role == Role::User);
    let quoted: String =
        asked.map(|message| message.content.chars().take(QUOTED).collect()).unwrap_or_default();
    let whole = format!(
        "You said: \u{201c}{}\u{201d}. This is the sandbox speaking. It has read {} messages and thinks nothing of its own, \
         but it writes word by word, so that you can watch the text grow.",
        quoted.trim(),
        chat.messages.len(),
    );
    at_most(&whole, chat.max_output_tokens).split_inclusive(' ').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pricing::model_tokens;
    use crate::domain::work::Message;

    #[test]
    fn a_reply_is_the_same_every_time_and_within_its_limit() {
        for max_output_tokens in [1, 10, 8192] {
            let message = Message { role: Role::User, content: "Tell me about the sea. ".repeat(20) };
            let chat = ChatSpec { messages: vec![message], max_output_tokens };
            let text = reply(&chat).concat();
            assert_eq!(text, reply(&chat).concat());
            assert!(!text.is_empty() && model_tokens(&text) <= u64::from(max_output_tokens), "{text}");
        }
    }
}
