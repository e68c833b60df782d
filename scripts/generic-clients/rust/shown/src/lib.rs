//! Shows what a declared program read, as JSON in the form of `../../values.ts`: integers and flags as text, addresses in
//! base58, bytes in hex.

mod code;

pub use code::write;
use {
    serde_json::{json, Value},
    std::io::stdin,
};

/// Reads `{"accounts": [hex], "events": [hex]}` from the standard input, prints what became of each.
pub fn run(account: fn(&[u8]) -> Value, event: fn(&[u8]) -> Value, constants: Value, errors: Value) {
    let flow: Value = serde_json::from_reader(stdin()).expect("a flow as JSON");
    let all = |list: &str, read: fn(&[u8]) -> Value| -> Vec<Value> {
        let list = flow[list].as_array().expect("a list");
        list.iter().map(|data| read(&bytes(data.as_str().expect("hex")))).collect()
    };
    let accounts = all("accounts", account);
    let events = all("events", event);
    println!(
        "{}",
        json!({ "accounts": accounts, "events": events, "constants": constants, "errors": errors })
    );
}

/// An account or event.
pub fn reading(name: &str, fields: Value) -> Value {
    json!({ "name": name, "fields": fields })
}

pub fn fields<const N: usize>(fields: [(&str, Value); N]) -> Value {
    fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

pub fn text(value: impl ToString) -> Value {
    Value::String(value.to_string())
}

pub fn hex(value: &[u8]) -> Value {
    Value::String(value.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
    (0..hex.len()).step_by(2).map(byte).collect()
}
