//! Our types against the wire's, all the way down.

use scale_info::{form::MetaForm, Field, MetaType, TypeDef, TypeDefPrimitive, Variant};
use serde_json::Value;

/// The items of a list on the wire, or none.
pub fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The parts of `A, (B, C), D<E, F>` that no bracket encloses.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, character) in list.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts
}

/// What stands between two texts.
fn within<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    text.strip_prefix(open)
        .and_then(|text| text.strip_suffix(close))
        .unwrap_or_else(|| panic!("the wire has {text}, ours is {open}…{close}"))
}

fn primitive_name(primitive: &TypeDefPrimitive) -> &'static str {
    match primitive {
        TypeDefPrimitive::Bool => "bool",
        TypeDefPrimitive::U8 => "u8",
        TypeDefPrimitive::U16 => "u16",
        TypeDefPrimitive::U32 => "u32",
        TypeDefPrimitive::U64 => "u64",
        TypeDefPrimitive::U128 => "u128",
        TypeDefPrimitive::I128 => "i128",
        other => panic!("no such primitive on the wire: {other:?}"),
    }
}

/// Our type is the wire's of that name.
pub fn same_type(ours: MetaType, theirs: &str, types: &Value) {
    let found = ours.type_info();
    // A call of the runtime is the runtime's affair, and another one in each test.
    if found.path.ident() == Some("RuntimeCall") {
        assert!(theirs.ends_with("::RuntimeCall"), "a call of the runtime instead of {theirs}");
        return;
    }
    match &found.type_def {
        TypeDef::Primitive(primitive) => assert_eq!(primitive_name(primitive), theirs),
        TypeDef::Compact(number) => same_type(number.type_param, within(theirs, "Compact<", ">"), types),
        TypeDef::Sequence(list) => same_type(list.type_param, within(theirs, "Vec<", ">"), types),
        TypeDef::Array(array) => {
            same_type(array.type_param, within(theirs, "[", &format!("; {}]", array.len)), types)
        }
        TypeDef::Tuple(tuple) => {
            let theirs = parts(within(theirs, "(", ")"));
            assert_eq!(tuple.fields.len(), theirs.len());
            tuple.fields.iter().zip(theirs).for_each(|(ours, theirs)| same_type(*ours, theirs, types));
        }
        TypeDef::Variant(table) if found.path.ident() == Some("Option") => {
            let some = table.variants.iter().find_map(|variant| variant.fields.first());
            let some = some.expect("an option of something").ty;
            same_type(some, within(theirs, "Option<", ">"), types);
        }
        // A type that the description only names.
        TypeDef::Composite(_) | TypeDef::Variant(_) if types[theirs].is_null() => {
            assert_eq!(found.path.ident(), Some(theirs))
        }
        TypeDef::Composite(composite) => {
            same_name(found.path.ident(), theirs, types);
            same_fields(&composite.fields, &types[theirs]["fields"], types);
        }
        TypeDef::Variant(table) => {
            same_name(found.path.ident(), theirs, types);
            same_variants(&table.variants, &types[theirs]["variants"], ("index", "fields"), types);
            let known = types[theirs]["variants"].as_object().map_or(0, |variants| variants.len());
            assert_eq!(table.variants.len(), known, "variants of {theirs}");
        }
        other => panic!("no such type on the wire: {other:?}"),
    }
}

/// The type's own name is the wire's.
fn same_name(ours: Option<&str>, theirs: &str, types: &Value) {
    let path = text(&types[theirs]["path"]);
    let ours = match ours {
        Some("Tao") => Some("TaoBalance"),
        Some("Alpha") => Some("AlphaBalance"),
        other => other,
    };
    assert_eq!(ours, path.rsplit("::").next(), "name of {theirs}");
}

fn same_fields(ours: &[Field<MetaForm>], theirs: &Value, types: &Value) {
    let theirs = items(theirs);
    let names: Vec<_> = ours.iter().map(|field| field.name).collect();
    let wanted: Vec<_> = theirs.iter().map(|field| field[0].as_str()).collect();
    assert_eq!(names, wanted);
    ours.iter().zip(theirs).for_each(|(ours, theirs)| same_type(ours.ty, text(&theirs[1]), types));
}

/// Every variant of ours is one of the wire's, at the same index, with the same fields.
pub fn same_variants(
    ours: &[Variant<MetaForm>],
    theirs: &Value,
    (index, fields): (&str, &str),
    types: &Value,
) {
    for variant in ours {
        let entry = &theirs[variant.name];
        assert_eq!(entry[index], Value::from(variant.index), "index of {}", variant.name);
        same_fields(&variant.fields, &entry[fields], types);
    }
}
