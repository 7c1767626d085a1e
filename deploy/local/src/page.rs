//! The one page that a person sees when everything runs.

use local_stack::{DEMO_EMAIL, DemoAccount, Service, Stack};

/// Everything needed to try Tokenbook, ready to be copied.
pub(crate) fn page(stack: &Stack, demo: &DemoAccount) -> String {
    let addresses = stack.addresses();
    let (gateway, kafka, password) = (&addresses.gateway, &addresses.kafka, &demo.password);
    let program = std::env::args().next().unwrap_or_else(|| "tokenbook-local".to_owned());
    let ledger = stack.database_url(Service::Ledger).ok().flatten().unwrap_or_default();
    let logs = stack.logs_dir();
    let grpc = addresses
        .grpc
        .iter()
        .map(|(service, url)| format!("{service} {url}"))
        .collect::<Vec<_>>()
        .join("   ");
    format!(
        r#"
Tokenbook runs. Ctrl-C stops it; its data stays, `make clean` removes it.

  REST API     {gateway}
  API docs     {gateway}/docs
  demo login   {DEMO_EMAIL}   {password}
  Kafka        {kafka}
  PostgreSQL   {postgres}
               psql {ledger}
  gRPC         {grpc}
               certificate and key for you: {certificates}/operator.pem and .key
  logs         {logs}

Try it: sign in, buy tokens, generate a picture, read the Token Log.

  field() {{ sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }}
  post() {{ curl -sS "{gateway}$1" -H "authorization: Bearer $TOKEN" -H "idempotency-key: $(date +%s%N)" -H 'content-type: application/json' -d "$2"; }}
  TOKEN=$(post /v1/sessions '{{"email":"{DEMO_EMAIL}","password":"{password}"}}' | field access_token)
  PACKAGE=$(curl -sS {gateway}/v1/packages | grep -o '"package_id" *: *"[^"]*"' | head -n 1 | field package_id)
  ORDER=$(post /v1/orders "{{\"package_id\":\"$PACKAGE\"}}" | field order_id)
  post /v1/orders/$ORDER/payment '{{"payment_method":"pm_visa"}}'; sleep 2; echo
  post /v1/generations '{{"kind":"image","model":"still-1","prompt":"a lighthouse at dusk","width":512,"height":512,"steps":20,"count":1}}'; sleep 2; echo
  curl -sS {gateway}/v1/token-log -H "authorization: Bearer $TOKEN"; echo

Watch the events, and who is behind:

  kcat -b {kafka} -t ledger.events -C -o beginning -f '%h\n%s\n\n'
  {program} kafka console-consumer --topic ledger.events --from-beginning --formatter-property print.headers=true
  {program} kafka consumer-groups --describe --all-groups
"#,
        postgres = addresses.postgres,
        certificates = stack.certificates().display(),
        logs = logs.display(),
    )
}
