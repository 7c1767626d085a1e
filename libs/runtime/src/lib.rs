//! What every service runs on: configuration, telemetry, lifecycle, gRPC with mutual TLS, health.
