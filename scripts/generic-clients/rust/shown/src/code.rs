//! Rust that shows each account, event, constant and error of an IDL, for `include!` where the declared program is in scope.

use {
    serde_json::Value,
    std::{env, error::Error, fs, path::PathBuf},
};

/// For a build script: writes `OUT_DIR/show.rs` from `../idls/profit_share.json`.
pub fn write() -> Result<(), Box<dyn Error>> {
    let file = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../idls/profit_share.json");
    // Anchor 1 does not tell cargo that it reads the IDL; what this writes is compiled anew, and with it what declares it.
    println!("cargo::rerun-if-changed={}", file.display());
    let idl = serde_json::from_str(&fs::read_to_string(file)?)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("show.rs"), code(&idl))?;
    Ok(())
}

fn code(idl: &Value) -> String {
    let structs = list(&idl["types"]).filter(|ty| ty["type"]["kind"] == "struct").map(|ty| {
        let name = word(&ty["name"]);
        let fields = list(&ty["type"]["fields"]).map(|field| {
            let name = word(&field["name"]);
            (camel_case(name), shown(&field["type"], &format!("it.{name}")))
        });
        format!(
            "#[allow(dead_code)]\nfn show_{name}(it: &{name}) -> serde_json::Value {{ {} }}\n",
            object(fields)
        )
    });
    let constants = list(&idl["constants"]).map(|constant| {
        let name = word(&constant["name"]);
        (name.to_owned(), shown(&constant["type"], &format!("constants::{name}")))
    });
    let errors = list(&idl["errors"]).map(|error| {
        let name = word(&error["name"]);
        (name.to_owned(), format!("shown::text(error::ProfitShareError::{name} as u32)"))
    });
    structs
        .chain([
            account(list(&idl["accounts"]).map(|account| word(&account["name"]))),
            event(list(&idl["events"]).map(|event| word(&event["name"]))),
            format!("fn constants() -> serde_json::Value {{ {} }}\n", object(constants)),
            format!("fn errors() -> serde_json::Value {{ {} }}\n", object(errors)),
        ])
        .collect()
}

fn object(fields: impl Iterator<Item = (String, String)>) -> String {
    let fields: Vec<_> = fields.map(|(name, value)| format!("({name:?}, {value})")).collect();
    format!("shown::fields([{}])", fields.join(", "))
}

fn account<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let each: String = names
        .map(|name| {
            format!(
                "if data.starts_with({name}::DISCRIMINATOR) {{
                    let it = {name}::try_deserialize(&mut &*data).expect({name:?});
                    return shown::reading({name:?}, show_{name}(&it));
                }}\n"
            )
        })
        .collect();
    format!("fn account(data: &[u8]) -> serde_json::Value {{ {each} panic!(\"no account begins with {{data:?}}\") }}\n")
}

fn event<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let each: String = names
        .map(|name| format!("parsers::Event::{name}(it) => shown::reading({name:?}, show_{name}(&it)),\n"))
        .collect();
    format!(
        "fn event(data: &[u8]) -> serde_json::Value {{
            match parsers::Event::parse(data).expect(\"an event\") {{ {each} }}
        }}\n"
    )
}

/// The expression that shows a value of a type.
fn shown(ty: &Value, value: &str) -> String {
    if let Some(name) = ty["defined"]["name"].as_str() {
        return format!("show_{name}(&{value})");
    }
    match ty.as_str() {
        Some("bytes") => format!("shown::hex(&{value})"),
        None if ty["array"][0] == "u8" => format!("shown::hex(&{value})"),
        Some(_) => format!("shown::text({value})"),
        None => format!("compile_error!({:?})", format!("{value} is of a type that is not shown yet: {ty}")),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn word(value: &Value) -> &str {
    value.as_str().expect("a name")
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}
