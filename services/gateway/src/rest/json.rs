//! Reading JSON so strictly that a mistake is told and not guessed at: syntax with line and column, fields by name.

use kernel::Reason;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A request body that is read strictly.
pub trait Strict: Sized {
    /// Reads it, or says what is wrong with it.
    fn read(json: &[u8]) -> Result<Self, Problem>;
}

/// Reads one JSON value, whose type refuses unknown fields.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    // Structs would also be read from arrays, by position.
    if json
        .trim_ascii_start()
        .first()
        .is_some_and(|first| matches!(first, b'[' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n'))
    {
        return Err(Problem::invalid("body", "must be a JSON object"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        wrong(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| wrong(".", &error))?;
    Ok(value)
}

fn wrong(path: &str, error: &serde_json::Error) -> Problem {
    // serde_json appends the place to the message; it is told on its own.
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    let message = message.strip_suffix(&place).unwrap_or(&message);
    if error.is_syntax() || error.is_eof() {
        return Problem::new(Reason::InvalidInput, format!("the body is not JSON: {message}{place}"));
    }
    let (field, problem) = match quoted(message) {
        Some(("unknown field", name, rest)) => {
            (beside(path, name), format!("is not a field of this request{rest}"))
        }
        Some(("missing field", name, _)) => (below(path, name), "is required".to_owned()),
        Some(("duplicate field", name, _)) => (beside(path, name), "must be given once".to_owned()),
        _ if path == "." => ("body".to_owned(), expected(message)),
        _ => (path.to_owned(), expected(message)),
    };
    Problem::invalid(field, problem)
}

/// What should have been there. What was there is left out: it may be a secret in the wrong place.
fn expected(message: &str) -> String {
    let Some((_, expected)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    let expected = match expected {
        "u32" => "a whole number from 0 to 4294967295",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        _ if expected.starts_with("struct ") => "an object",
        _ => expected,
    };
    format!("must be {expected}")
}

/// What is wrong, the field that it names in backticks, and the rest.
fn quoted(message: &str) -> Option<(&str, &str, &str)> {
    let (what, rest) = message.split_once(" `")?;
    let (name, rest) = rest.split_once('`')?;
    Some((what, name, rest))
}

/// The path of a field whose parent's path is given.
fn below(path: &str, name: &str) -> String {
    if path == "." { name.to_owned() } else { format!("{path}.{name}") }
}

/// The path of a field, where the path given may be its parent's or its own.
fn beside(path: &str, name: &str) -> String {
    if path == name || path.ends_with(&format!(".{name}")) { path.to_owned() } else { below(path, name) }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only read")]
        count: u32,
        #[expect(dead_code, reason = "only read")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only read")]
        role: String,
    }

    async fn refusal(json: &str) -> serde_json::Value {
        let response = read::<Outer>(json.as_bytes()).unwrap_err().render("request-1");
        let body = axum::body::to_bytes(response.into_body(), 65_536).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    #[tokio::test]
    async fn a_wrong_field_is_named_with_its_path() {
        for (json, field, says) in [
            (r#"{"count":1,"inner":[],"x":2}"#, "x", "not a field"),
            (r#"{"count":1,"inner":[{"role":"a","y":1}]}"#, "inner[0].y", "not a field"),
            (r#"{"count":1}"#, "inner", "required"),
            (r#"{"count":1,"inner":[{}]}"#, "inner[0].role", "required"),
            (r#"{"count":1,"count":2,"inner":[]}"#, "count", "once"),
            (r#"{"count":1.5,"inner":[]}"#, "count", "whole number"),
            (r#"{"count":"1","inner":[]}"#, "count", "whole number"),
            (r#"{"count":-1,"inner":[]}"#, "count", "whole number"),
            (r#"{"count":1,"inner":[{"role":7}]}"#, "inner[0].role", "must be a string"),
            ("[1,[]]", "body", "must be a JSON object"),
            ("null", "body", "must be a JSON object"),
        ] {
            let refusal = refusal(json).await;
            assert_eq!(refusal["reason"], "INVALID_INPUT");
            assert_eq!(refusal["errors"][0]["field"], field, "{json}: {refusal}");
            assert!(refusal["errors"][0]["problem"].as_str().unwrap().contains(says), "{json}: {refusal}");
        }
    }

    #[tokio::test]
    async fn a_value_in_the_wrong_place_is_not_repeated() {
        for json in [
            r#"{"count":"4242424242424242","inner":[]}"#,
            r#"{"count":1,"inner":[{"role":4242424242424242}]}"#,
            r#"{"count":1,"inner":"4242424242424242"}"#,
            r#"{"count":4242424242424242,"inner":[]}"#,
        ] {
            let refusal = refusal(json).await;
            assert!(!refusal.to_string().contains("4242"), "{refusal}");
        }
    }

    #[tokio::test]
    async fn broken_json_is_told_with_line_and_column() {
        for (json, place) in [
            ("{\n  \"count\": ,\n}", "line 2 column 12"),
            ("{\"count\":1", "line 1 column 10"),
            ("", "line 1 column 0"),
        ] {
            let refusal = refusal(json).await;
            assert!(refusal["detail"].as_str().unwrap().contains(place), "{refusal}");
        }
        assert!(
            refusal(r#"{"count":1,"inner":[]} {}"#).await["detail"].as_str().unwrap().contains("trailing")
        );
    }
}
