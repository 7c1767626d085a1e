//! The public REST interface.
