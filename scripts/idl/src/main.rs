//! `idl PROGRAM_FOLDER` prints the IDL of an Anchor program as JSON.

use anchor_lang_idl::{build::IdlBuilder, types::IdlInstructionAccountItem};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: idl PROGRAM_FOLDER")?;
    let mut idl = IdlBuilder::new().program_path(path.into()).skip_lint(true).build()?;
    for account in idl.instructions.iter_mut().flat_map(|instruction| &mut instruction.accounts) {
        if let IdlInstructionAccountItem::Single(account) = account {
            // The derive writes the path of a constraint where the format wants a public key.
            account.address.take_if(|address| address.contains('.'));
        }
    }
    println!("{}", serde_json::to_string_pretty(&idl)?);
    Ok(())
}
