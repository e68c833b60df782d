//! What the source says of the constants: Anchor's attribute leaves their documentation out.

use {
    anchor_lang_idl::types::Idl,
    std::{error::Error, fs, path::Path},
    syn::{Attribute, Expr, ExprLit, Item, Lit, Meta},
};

/// Gives each constant of the IDL its documentation in the sources under `folder`.
pub fn document(idl: &mut Idl, folder: &Path) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            document(idl, &path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            document_from(idl, &fs::read_to_string(path)?)?;
        }
    }
    Ok(())
}

fn document_from(idl: &mut Idl, source: &str) -> syn::Result<()> {
    for item in syn::parse_file(source)?.items {
        let Item::Const(item) = item else { continue };
        if !item
            .attrs
            .iter()
            .any(|attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "constant"))
        {
            continue;
        }
        if let Some(constant) = idl.constants.iter_mut().find(|constant| item.ident == constant.name) {
            constant.docs = item.attrs.iter().filter_map(doc_line).collect();
        }
    }
    Ok(())
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    }
}
