//! The rule over its full domain: random cases against arbitrary precision, boundaries, properties.

mod boundaries;
mod cases;
mod definition;
mod digest;
mod properties;
mod random;
