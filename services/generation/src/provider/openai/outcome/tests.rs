use super::*;

#[track_caller]
fn check(status: u16, body: &str, expected: &Verdict) {
    assert_eq!(&of_answer(status, &ApiError::of_body(body.as_bytes())), expected, "{status} {body}");
}

fn prohibited(category: &str, code: &str) -> Verdict {
    Verdict::Prohibited { category: category.to_owned(), code: code.to_owned() }
}

fn may_have_run(code: &str) -> Verdict {
    Verdict::may_have_run(code)
}

fn busy(code: &str) -> Verdict {
    Verdict::Busy { code: code.to_owned() }
}

#[test]
fn refusals_by_a_content_policy_name_their_category() {
    // Images, as the API writes them since gpt-image-1.
    check(
        400,
        r#"{"error": {"message": "Your request was rejected by the safety system. safety_violations=[sexual, violence].",
            "type": "image_generation_user_error", "param": null, "code": "moderation_blocked"}}"#,
        &prohibited("sexual", "moderation_blocked"),
    );
    check(
        400,
        r#"{"error": {"code": "content_policy_violation", "param": null, "type": "invalid_request_error",
            "message": "Your request was rejected as a result of our safety system."}}"#,
        &prohibited("content_policy", "content_policy_violation"),
    );
    // Azure.
    check(
        400,
        r#"{"error": {"message": "The response was filtered", "type": null, "param": "prompt", "code": "content_filter",
            "status": 400, "innererror": {"code": "ResponsibleAIPolicyViolation", "content_filter_result": {
            "hate": {"filtered": false, "severity": "safe"}, "self_harm": {"filtered": true, "severity": "high"}}}}}"#,
        &prohibited("self_harm", "content_filter"),
    );
    // LiteLLM, in front of anybody.
    check(
        400,
        r#"{"error": {"message": "litellm.ContentPolicyViolationError: refused", "type": "None", "code": "400"}}"#,
        &prohibited("content_policy", "400"),
    );
    // A prompt that quotes the code is no refusal, and a server that failed did not judge.
    check(
        400,
        r#"{"error": {"message": "bad size for the prompt 'content_policy_violation'", "code": null, "param": "size"}}"#,
        &Verdict::failed(Reason::InternalError, "http_400"),
    );
    check(500, r#"{"error": {"code": "content_filter"}}"#, &may_have_run("http_500:content_filter"));
}

#[test]
fn what_the_user_can_mend_is_told_from_what_we_must() {
    for (body, code) in [
        (
            r#"{"error": {"message": "too long", "type": "invalid_request_error", "param": "messages",
                "code": "context_length_exceeded"}}"#,
            "http_400:context_length_exceeded",
        ),
        // vLLM.
        (
            r#"{"error": {"message": "You passed 1015 input tokens", "type": "BadRequestError",
                "param": "input_tokens", "code": 400}}"#,
            "http_400:400",
        ),
        // llama.cpp.
        (
            r#"{"error": {"code": 400, "message": "the request exceeds the available context size",
                "type": "exceed_context_size_error", "n_prompt_tokens": 9, "n_ctx": 8}}"#,
            "http_400:400",
        ),
        (
            r#"{"error": {"message": "long", "type": "invalid_request_error", "param": "messages[0].content"}}"#,
            "http_400:invalid_request_error",
        ),
    ] {
        check(400, body, &Verdict::failed(Reason::InvalidInput, code));
    }
    check(413, "", &Verdict::failed(Reason::InvalidInput, "http_413"));
    for (status, body, code) in [
        (
            400,
            r#"{"error": {"message": "Unknown parameter", "type": "invalid_request_error", "param": "response_format",
                "code": "unknown_parameter"}}"#,
            "http_400:unknown_parameter",
        ),
        (
            401,
            r#"{"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}"#,
            "http_401:invalid_api_key",
        ),
        (402, "", "http_402"),
        (
            403,
            r#"{"error": {"code": "unsupported_country_region_territory"}}"#,
            "http_403:unsupported_country_region_territory",
        ),
        (
            404,
            r#"{"error": {"type": "invalid_request_error", "code": "model_not_found"}}"#,
            "http_404:model_not_found",
        ),
        // vLLM before it wrapped its errors.
        (
            404,
            r#"{"object": "error", "message": "no such model", "type": "NotFoundError", "code": 404}"#,
            "http_404:404",
        ),
        (422, r#"{"detail": [{"loc": ["body", "n"], "msg": "field required"}]}"#, "http_422"),
        (302, "", "http_302"),
        (501, "", "http_501"),
        (
            429,
            r#"{"error": {"type": "insufficient_quota", "code": "insufficient_quota"}}"#,
            "http_429:insufficient_quota",
        ),
        (
            429,
            r#"{"error": {"type": "insufficient_quota", "code": "credit_balance_exhausted"}}"#,
            "http_429:credit_balance_exhausted",
        ),
    ] {
        check(status, body, &Verdict::failed(Reason::InternalError, code));
    }
}

#[test]
fn a_busy_provider_did_not_run_the_job() {
    check(
        429,
        r#"{"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}"#,
        &busy("http_429:rate_limit_exceeded"),
    );
    check(
        503,
        r#"{"error": {"type": "service_unavailable_error", "code": "server_is_overloaded"}}"#,
        &busy("http_503:server_is_overloaded"),
    );
    check(503, "<html>no server is available</html>", &busy("http_503"));
}

#[test]
fn whoever_fails_in_the_middle_may_have_run_the_job() {
    check(
        500,
        r#"{"error": {"type": "server_error", "code": null}}"#,
        &may_have_run("http_500:server_error"),
    );
    for status in [408, 500, 502, 504, 520, 599] {
        check(status, "<html>bad gateway</html>", &may_have_run(&format!("http_{status}")));
    }
}

#[test]
fn an_error_in_a_stream_is_told_by_its_code() {
    let of = |body: &str| of_stream_error(&ApiError::of_body(body.as_bytes()));
    assert_eq!(
        of(r#"{"error": {"code": "content_filter"}}"#),
        prohibited("content_policy", "content_filter")
    );
    assert_eq!(
        of(r#"{"error": {"code": "context_length_exceeded"}}"#),
        Verdict::failed(Reason::InvalidInput, "stream:context_length_exceeded")
    );
    assert_eq!(
        of(r#"{"error": {"message": "oops", "type": "server_error", "code": null}}"#),
        may_have_run("stream_error:server_error")
    );
}

#[test]
fn a_failed_job_tells_why() {
    let of = |body: &str| of_failed_job(&ApiError::of_body(body.as_bytes()));
    assert_eq!(
        of(
            r#"{"code": "moderation_blocked", "message": "Your request was blocked by our moderation system."}"#
        ),
        prohibited("content_policy", "moderation_blocked")
    );
    assert_eq!(
        of(r#"{"code": "video_generation_failed", "message": "…"}"#),
        Verdict::failed(Reason::ProviderError, "failed:video_generation_failed")
    );
}

#[test]
fn nothing_but_names_of_a_provider_s_error_is_kept() {
    for body in [
        r#"{"error": {"code": "a red boat on a quiet sea", "type": "sk-123 is wrong", "param": "{}"}}"#,
        r#"{"error": {"code": {"nested": true}, "type": [1], "param": null}}"#,
        r#"{"error": "text"}"#,
        "[1, 2",
    ] {
        assert_eq!(ApiError::of_body(body.as_bytes()), ApiError::default(), "{body}");
    }
    let long = format!(r#"{{"error": {{"code": "{}"}}}}"#, "x".repeat(65));
    assert_eq!(ApiError::of_body(long.as_bytes()), ApiError::default());
}
