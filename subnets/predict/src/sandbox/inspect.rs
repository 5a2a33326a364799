//! What a module is made of, before anything of it is compiled or run.

use super::{Limits, Refusal};
use wasmparser::{Parser, Payload, Validator, WasmFeatures};
use wasmtime::{ExternType, ValType};

/// WebAssembly 1.0, and what came later and changes neither what an instruction costs nor what it gives.
const TAKEN: WasmFeatures = WasmFeatures::FLOATS
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::SIMD);

/// Refuses what is not a module, imports something, or is larger than it may be.
pub(super) fn inspect(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    within("bytes of the module", bytes.len() as u64, limits.module_bytes as u64)?;
    let broken = |error: wasmparser::BinaryReaderError| Refusal::NotAModule(error.to_string());
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(broken)?;
        declared(&payload, limits.declared)?;
        match payload {
            Payload::Version { encoding: wasmparser::Encoding::Component, .. } => {
                return Err(Refusal::NotAModule("it is a component".into()));
            }
            Payload::ImportSection(imports) => {
                if let Some(import) = imports.into_iter().next() {
                    let import = import.map_err(broken)?;
                    return Err(Refusal::Imports { module: import.module.into(), name: import.name.into() });
                }
            }
            Payload::FunctionSection(functions) => {
                within("functions", functions.count().into(), limits.functions.into())?;
            }
            Payload::TableSection(tables) => {
                let mut entries = 0u64;
                for table in tables {
                    entries = entries.saturating_add(table.map_err(broken)?.ty.initial);
                }
                within("entries of tables", entries, limits.table_entries)?;
            }
            Payload::CodeSectionStart { size, .. } => {
                within("bytes of code", size.into(), limits.code_bytes as u64)?;
            }
            Payload::CodeSectionEntry(body) => {
                let size = body.range().len() as u64;
                within("bytes of a function", size, limits.function_bytes as u64)?;
                let mut locals = 0u64;
                for group in body.get_locals_reader().map_err(broken)? {
                    locals = locals.saturating_add(group.map_err(broken)?.0.into());
                }
                within("locals of a function", locals, limits.declared.into())?;
            }
            _ => {}
        }
    }
    Validator::new_with_features(TAKEN).validate_all(bytes).map_err(broken)?;
    Ok(())
}

/// Refuses a module that declares too many things of one kind: each costs the engine time and memory, and no fuel.
fn declared(payload: &Payload<'_>, most: u32) -> Result<(), Refusal> {
    let (what, count) = match payload {
        Payload::TypeSection(list) => ("types", list.count()),
        Payload::GlobalSection(list) => ("globals", list.count()),
        Payload::ExportSection(list) => ("exports", list.count()),
        Payload::ElementSection(list) => ("elements", list.count()),
        Payload::DataSection(list) => ("pieces of data", list.count()),
        _ => return Ok(()),
    };
    within(what, count.into(), most.into())
}

fn within(what: &'static str, size: u64, limit: u64) -> Result<(), Refusal> {
    if size > limit {
        return Err(Refusal::TooLarge { what, size, limit });
    }
    Ok(())
}

/// Refuses a module without one of the four exports.
pub(super) fn exports(module: &wasmtime::Module) -> Result<(), Refusal> {
    match module.get_export("memory") {
        Some(ExternType::Memory(_)) => {}
        _ => return Err(Refusal::MissingExport { name: "memory", expected: "memory" }),
    }
    for (name, expected, takes, gives) in [
        ("reset", "() -> ()", false, false),
        ("feed", "(i32) -> ()", true, false),
        ("distribution", "() -> i32", false, true),
    ] {
        let fits = match module.get_export(name) {
            Some(ExternType::Func(function)) => {
                is_i32(function.params(), takes) && is_i32(function.results(), gives)
            }
            _ => false,
        };
        if !fits {
            return Err(Refusal::MissingExport { name, expected });
        }
    }
    Ok(())
}

/// Whether the list is one `i32` if there should be one, and empty otherwise.
fn is_i32(mut types: impl Iterator<Item = ValType>, one: bool) -> bool {
    (!one || matches!(types.next(), Some(ValType::I32))) && types.next().is_none()
}
