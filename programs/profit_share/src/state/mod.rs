//! Accounts: zero-copy, alignment 1, little endian, a version byte first and reserved bytes last.

mod bot;
mod keeper;
mod subscription;
mod terms;

pub use {bot::*, keeper::*, subscription::*, terms::*};
