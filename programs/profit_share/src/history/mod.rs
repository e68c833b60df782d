//! The history of a subscription: records, chained by hashes, each in an event that no log limit truncates.

pub mod emit;
mod entry;
pub mod record;

pub use entry::Entry;
