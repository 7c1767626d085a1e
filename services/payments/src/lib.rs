//! Packages, promotions, orders and card payments.
