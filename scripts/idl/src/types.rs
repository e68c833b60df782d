//! The IDL's types: which are used, and how each is laid out.

use {
    anchor_lang_idl::types::{Idl, IdlDefinedFields, IdlSerialization, IdlType, IdlTypeDef, IdlTypeDefTy},
    std::collections::BTreeSet,
};

type Names = BTreeSet<String>;

/// Drops the types that nothing is made of. Anchor lists an alias for each `Pod*` integer, although every field names the
/// plain one; Codama reads no aliases.
pub fn drop_unused(idl: &mut Idl) {
    let accounts = idl.accounts.iter().map(|account| account.name.clone());
    let used = &closure(idl, accounts) | &sent(idl);
    idl.types.retain(|ty| used.contains(&ty.name));
}

/// Says of every type how it is laid out, so that `declare_program!` compiles.
///
/// An account is bytemuck, and so has to be all that lies in it; Anchor says it of the account only. What is sent is Borsh:
/// `declare_program!` of Anchor 1 decodes no other event. An event that the program writes with bytemuck has the same bytes
/// in both, as it is of fixed size and without padding.
///
/// # Errors
/// A type that would have to be both, or an enum in an account.
pub fn settle_layouts(idl: &mut Idl) -> Result<(), String> {
    let sent = sent(idl);
    for name in &sent {
        let ty = definition(idl, name);
        ty.serialization = IdlSerialization::Borsh;
        ty.repr = None;
    }
    for account in idl.accounts.clone() {
        let IdlTypeDef { serialization, repr, .. } = definition(idl, &account.name).clone();
        for name in closure(idl, [account.name.clone()]) {
            if sent.contains(&name) {
                return Err(format!(
                    "{name} is in {} and in an event or argument: make two types of it",
                    account.name
                ));
            }
            let ty = definition(idl, &name);
            if !matches!(ty.ty, IdlTypeDefTy::Struct { .. }) {
                return Err(format!("{name} is in {} and no struct: store it as an integer", account.name));
            }
            ty.serialization = serialization.clone();
            ty.repr = repr.clone();
        }
    }
    Ok(())
}

/// The types of events, arguments and return values, and all that they are made of.
fn sent(idl: &Idl) -> Names {
    let events = idl.events.iter().map(|event| event.name.clone());
    let sent = idl.instructions.iter().flat_map(|instruction| {
        let args = instruction.args.iter().map(|arg| &arg.ty);
        args.chain(&instruction.returns).filter_map(name_in)
    });
    closure(idl, events.chain(sent))
}

/// `names` and the types that they are made of.
fn closure(idl: &Idl, names: impl IntoIterator<Item = String>) -> Names {
    let mut open: Vec<String> = names.into_iter().collect();
    let mut found = Names::new();
    while let Some(name) = open.pop() {
        if let Some(ty) = idl.types.iter().find(|ty| ty.name == name) {
            if found.insert(name) {
                open.extend(parts(ty).into_iter().filter_map(name_in));
            }
        }
    }
    found
}

/// The types of which another one is made.
fn parts(ty: &IdlTypeDef) -> Vec<&IdlType> {
    match &ty.ty {
        IdlTypeDefTy::Struct { fields } => fields.as_ref().map(types_of).unwrap_or_default(),
        IdlTypeDefTy::Enum { variants } => {
            variants.iter().filter_map(|variant| variant.fields.as_ref()).flat_map(types_of).collect()
        }
        IdlTypeDefTy::Type { alias } => vec![alias],
    }
}

fn types_of(fields: &IdlDefinedFields) -> Vec<&IdlType> {
    match fields {
        IdlDefinedFields::Named(fields) => fields.iter().map(|field| &field.ty).collect(),
        IdlDefinedFields::Tuple(types) => types.iter().collect(),
    }
}

/// The defined type in a list, an array or an option, or the type itself.
fn name_in(ty: &IdlType) -> Option<String> {
    match ty {
        IdlType::Option(inner) | IdlType::Vec(inner) | IdlType::Array(inner, _) => name_in(inner),
        IdlType::Defined { name, .. } => Some(name.clone()),
        _ => None,
    }
}

fn definition<'a>(idl: &'a mut Idl, name: &str) -> &'a mut IdlTypeDef {
    idl.types.iter_mut().find(|ty| ty.name == name).expect("a closure has defined types only")
}

#[cfg(test)]
mod tests {
    use {super::*, serde_json::json};

    /// One account, `Held`, which is bytemuck, and one event, `Told`, made of these fields.
    fn idl(held: serde_json::Value, told: serde_json::Value) -> Idl {
        let bytemuck = json!({ "serialization": "bytemuck", "repr": { "kind": "c" } });
        let ty = |name: &str, body: serde_json::Value| json!({ "name": name, "type": body });
        let mut account = ty("Held", json!({ "kind": "struct", "fields": held }));
        account.as_object_mut().unwrap().extend(bytemuck.as_object().unwrap().clone());
        serde_json::from_value(json!({
            "address": "11111111111111111111111111111111",
            "metadata": { "name": "p", "version": "0.1.0", "spec": "0.1.0" },
            "instructions": [],
            "accounts": [{ "name": "Held", "discriminator": [1] }],
            "events": [{ "name": "Told", "discriminator": [2] }],
            "types": [
                account,
                ty("Told", json!({ "kind": "struct", "fields": told })),
                ty("Pair", json!({ "kind": "struct", "fields": [{ "name": "left", "type": "u64" }] })),
                ty("Choice", json!({ "kind": "enum", "variants": [{ "name": "One" }] })),
                ty("PodU64", json!({ "kind": "type", "alias": "u64" })),
            ],
        }))
        .unwrap()
    }

    fn field(ty: &str) -> serde_json::Value {
        json!([{ "name": "it", "type": { "array": [{ "defined": { "name": ty } }, 2] } }])
    }

    #[test]
    fn what_nothing_is_made_of_is_dropped() {
        let mut idl = idl(field("Pair"), field("Choice"));
        drop_unused(&mut idl);
        let names: Vec<_> = idl.types.iter().map(|ty| ty.name.as_str()).collect();
        assert_eq!(names, ["Held", "Told", "Pair", "Choice"]);
    }

    #[test]
    fn what_lies_in_an_account_is_laid_out_like_it() {
        let mut idl = idl(field("Pair"), field("Choice"));
        settle_layouts(&mut idl).unwrap();
        let of = |name: &str| idl.types.iter().find(|ty| ty.name == name).unwrap();
        assert_eq!(of("Pair").serialization, IdlSerialization::Bytemuck);
        assert_eq!(of("Pair").repr, of("Held").repr);
        assert_eq!(of("Choice").serialization, IdlSerialization::Borsh);
    }

    #[test]
    fn a_type_of_an_account_and_an_event_is_refused() {
        let refused = settle_layouts(&mut idl(field("Pair"), field("Pair"))).unwrap_err();
        assert_eq!(refused, "Pair is in Held and in an event or argument: make two types of it");
    }

    #[test]
    fn an_enum_in_an_account_is_refused() {
        let refused = settle_layouts(&mut idl(field("Choice"), json!([]))).unwrap_err();
        assert_eq!(refused, "Choice is in Held and no struct: store it as an integer");
    }
}
