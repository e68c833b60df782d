//! A list of `u8` is called bytes, as Anchor 1 calls it: clients read a list into an array of numbers.

use {
    anchor_lang_idl::types::Idl,
    serde_json::{from_value, json, to_value, Value},
};

pub fn name(idl: &Idl) -> serde_json::Result<Idl> {
    from_value(named(to_value(idl)?))
}

fn named(value: Value) -> Value {
    match value {
        list if list == json!({ "vec": "u8" }) => json!("bytes"),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, named(field))).collect(),
        Value::Array(items) => items.into_iter().map(named).collect(),
        plain => plain,
    }
}
