//! The gateway, whole, over loopback.
