//! `idl PROGRAM_FOLDER` prints the IDL of an Anchor program as JSON.

use anchor_lang_idl::build::IdlBuilder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: idl PROGRAM_FOLDER")?;
    let idl = IdlBuilder::new().program_path(path.into()).skip_lint(true).build()?;
    println!("{}", serde_json::to_string_pretty(&idl)?);
    Ok(())
}
