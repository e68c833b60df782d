//! `idl PROGRAM_FOLDER` prints the IDL of an Anchor program as JSON, in a form that every generator of clients reads.

mod bytes;
mod constants;
mod types;

use {
    anchor_lang_idl::{
        build::IdlBuilder,
        types::{Idl, IdlInstructionAccountItem},
    },
    std::{error::Error, path::PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let program: PathBuf = std::env::args().nth(1).ok_or("usage: idl PROGRAM_FOLDER")?.into();
    let mut idl = IdlBuilder::new().program_path(program.clone()).skip_lint(true).build()?;
    drop_paths(&mut idl);
    types::drop_unused(&mut idl);
    types::settle_layouts(&mut idl)?;
    constants::document(&mut idl, &program.join("src"))?;
    println!("{}", serde_json::to_string_pretty(&bytes::name(&idl)?)?);
    Ok(())
}

/// The derive writes the path of a constraint where the format wants a public key.
fn drop_paths(idl: &mut Idl) {
    for account in idl.instructions.iter_mut().flat_map(|instruction| &mut instruction.accounts) {
        if let IdlInstructionAccountItem::Single(account) = account {
            account.address.take_if(|address| address.contains('.'));
        }
    }
}
