//! Modules that do what they may not, one a case, written by hand; and our own, which may.

use super::*;
use crate::models;
use proptest::prelude::*;

const TEXT: &[u8] = b"It was the best of times, it was the worst of times, it was the age of wisdom";

/// A module with these pieces: what stands before the functions, and the bodies of the three.
fn module(before: &str, reset: &str, feed: &str, distribution: &str) -> Vec<u8> {
    let text = format!(
        "(module {before}
           (func (export \"reset\") {reset})
           (func (export \"feed\") (param i32) {feed})
           (func (export \"distribution\") (result i32) {distribution}))"
    );
    wat::parse_str(text).unwrap()
}

const MEMORY: &str = "(memory (export \"memory\") 1) (data (i32.const 0) \"\\01\")";
const AT_0: &str = "(i32.const 0)";

fn limits() -> Limits {
    Limits { fuel_reset: 1_000_000, fuel_byte: 100_000, memory_bytes: 1 << 20, ..Limits::default() }
}

fn verdict_with(limits: Limits, module: &[u8]) -> Result<Reading, Refusal> {
    Sandbox::new(limits).unwrap().load(module)?.read_all([TEXT])
}

fn verdict(module: &[u8]) -> Result<Reading, Refusal> {
    verdict_with(limits(), module)
}

#[test]
fn module_should_be_read_when_it_does_nothing_wrong() {
    let reading = verdict(&module(MEMORY, "", "", AT_0)).unwrap();
    assert_eq!(reading.costs.len(), TEXT.len());
}

#[test]
fn module_should_be_refused_when_it_is_not_one() {
    for bytes in [&b""[..], b"\0asm", b"%PDF-1.7 and so on", b"\0asm\x01\0\0\0\x01\xff\xff\xff\xff\x0f"] {
        assert!(matches!(verdict(bytes), Err(Refusal::NotAModule(_))), "{bytes:?}");
    }
    let mut cut = module(MEMORY, "", "", AT_0);
    cut.truncate(cut.len() - 4);
    assert!(matches!(verdict(&cut), Err(Refusal::NotAModule(_))));
    // Parses, but its types are wrong.
    let wrong = wat::parse_str("(module (func (result i32)))").unwrap();
    assert!(matches!(verdict(&wrong), Err(Refusal::NotAModule(_))));
}

#[test]
fn module_should_be_refused_when_it_needs_more_than_webassembly_1() {
    let fills = "(memory.fill (i32.const 0) (i32.const 1) (i32.const 65536))";
    assert!(matches!(verdict(&module(MEMORY, fills, "", AT_0)), Err(Refusal::NotAModule(_))));
    let shared = "(memory (export \"memory\") 1 1 shared)";
    assert!(matches!(verdict(&module(shared, "", "", AT_0)), Err(Refusal::NotAModule(_))));
    let wide = "(memory (export \"memory\") i64 1)";
    assert!(matches!(verdict(&module(wide, "", "", AT_0)), Err(Refusal::NotAModule(_))));
}

#[test]
fn module_should_be_refused_when_it_imports() {
    let bytes = wat::parse_str("(module (import \"wasi\" \"clock_time_get\" (func)))").unwrap();
    let expected = Refusal::Imports { module: "wasi".into(), name: "clock_time_get".into() };
    assert_eq!(verdict(&bytes), Err(expected));
}

#[test]
fn module_should_be_refused_when_an_export_is_missing_or_of_another_type() {
    let missing = |name, expected| Err(Refusal::MissingExport { name, expected });
    assert_eq!(verdict(&wat::parse_str("(module)").unwrap()), missing("memory", "memory"));
    assert_eq!(verdict(&module("(memory 1)", "", "", AT_0)), missing("memory", "memory"));
    let feeds_nothing = wat::parse_str(
        "(module (memory (export \"memory\") 1) (func (export \"reset\")) (func (export \"feed\")))",
    );
    assert_eq!(verdict(&feeds_nothing.unwrap()), missing("feed", "(i32) -> ()"));
    let answers_wide = wat::parse_str(
        "(module (memory (export \"memory\") 1) (func (export \"reset\"))
           (func (export \"feed\") (param i32)) (func (export \"distribution\") (result i64) (i64.const 0)))",
    );
    assert_eq!(verdict(&answers_wide.unwrap()), missing("distribution", "() -> i32"));
}

#[test]
fn module_should_run_out_of_fuel_when_it_never_ends() {
    const FOREVER: &str = "(loop (br 0))";
    let out = |call, limit| Err(Refusal::OutOfFuel { call, limit });
    assert_eq!(verdict(&module(MEMORY, FOREVER, "", AT_0)), out("reset", 1_000_000));
    assert_eq!(verdict(&module(MEMORY, "", FOREVER, AT_0)), out("feed", 100_000));
    let answers_never = format!("{FOREVER} {AT_0}");
    assert_eq!(verdict(&module(MEMORY, "", "", &answers_never)), out("distribution", 100_000));
    let start = format!("{MEMORY} (func $forever {FOREVER}) (start $forever)");
    assert_eq!(verdict(&module(&start, "", "", AT_0)), out("start", 1_000_000));
}

#[test]
fn module_should_be_stopped_by_the_clock_when_fuel_does_not() {
    let patient = Limits { fuel_reset: u64::MAX, time: Duration::from_millis(100), ..limits() };
    let refused = verdict_with(patient, &module(MEMORY, "(loop (br 0))", "", AT_0)).unwrap_err();
    assert_eq!(refused, Refusal::TooSlow { call: "reset", seconds: 0 });
    assert!(!refused.is_final());
}

/// Instructions that take long, each waiting for the one before: the fuel that there is would last for seconds.
#[test]
fn module_should_be_stopped_by_the_clock_when_it_does_nothing_but_divide_and_take_roots() {
    let divides = "(f64.div (f64.sqrt (local.get $x)) (f64.const 0.7))";
    let nested =
        (0..200).fold("(local.get $x)".to_owned(), |inner, _| divides.replace("(local.get $x)", &inner));
    let body = format!("(local $x f64) (local.set $x (f64.const 3)) (loop (local.set $x {nested}) (br 0))");
    let hostile = module(MEMORY, &body, "", AT_0);
    let hurried = Limits { time: Duration::from_millis(100), ..Limits::default() };
    assert_eq!(verdict_with(hurried, &hostile), Err(Refusal::TooSlow { call: "reset", seconds: 0 }));
    // Fuel counts them as it counts others.
    let short = Limits { fuel_reset: 1_000_000, ..Limits::default() };
    assert_eq!(verdict_with(short, &hostile), Err(Refusal::OutOfFuel { call: "reset", limit: 1_000_000 }));
}

#[test]
fn module_should_run_out_of_memory_when_it_eats_it() {
    let limit = 1 << 20;
    let eats = "(loop (drop (memory.grow (i32.const 1))) (br 0))";
    let asked = limit + 65_536;
    assert_eq!(verdict(&module(MEMORY, eats, "", AT_0)), Err(Refusal::OutOfMemory { asked, limit }));
    let large = "(memory (export \"memory\") 1000)";
    let asked = 65_536_000;
    assert_eq!(verdict(&module(large, "", "", AT_0)), Err(Refusal::OutOfMemory { asked, limit }));
}

#[test]
fn module_should_be_refused_when_it_traps() {
    let trapped = |call, module: &[u8]| match verdict(module) {
        Err(Refusal::Trapped { call: at, .. }) => assert_eq!(at, call),
        other => panic!("{other:?}"),
    };
    trapped("reset", &module(MEMORY, "unreachable", "", AT_0));
    trapped("feed", &module(MEMORY, "", "(drop (i32.div_u (i32.const 1) (i32.const 0)))", AT_0));
    trapped("distribution", &module(MEMORY, "", "", "(i32.load (i32.const -4))"));
    let endless = format!("{MEMORY} (func $deeper (call $deeper))");
    trapped("reset", &module(&endless, "(call $deeper)", "", AT_0));
}

#[test]
fn module_should_be_refused_when_its_answer_is_not_in_its_memory() {
    for pointer in [65_536 - 511, 65_536, u32::MAX] {
        let points = format!("(i32.const {})", pointer as i32);
        let refused = verdict(&module(MEMORY, "", "", &points));
        assert_eq!(refused, Err(Refusal::BadPointer { pointer, memory: 65_536 }));
    }
    let last = format!("(i32.const {})", 65_536 - 512);
    let data = "(memory (export \"memory\") 1) (data (i32.const 65535) \"\\01\")";
    assert!(verdict(&module(data, "", "", &last)).is_ok());
}

#[test]
fn module_should_be_refused_when_all_frequencies_are_zero() {
    let zero = "(memory (export \"memory\") 1)";
    assert_eq!(verdict(&module(zero, "", "", AT_0)), Err(Refusal::NoAnswer { at: 0 }));
}

#[test]
fn module_should_be_refused_when_it_answers_differently_the_second_time() {
    // Counts how often it was asked and never forgets.
    let counts =
        "(i32.store16 (i32.const 2) (i32.add (i32.load16_u (i32.const 2)) (i32.const 1))) (i32.const 0)";
    assert_eq!(verdict(&module(MEMORY, "", "", counts)), Err(Refusal::Unsteady));
    // The same, and forgets.
    let forgets = "(i32.store16 (i32.const 2) (i32.const 0))";
    assert!(verdict(&module(MEMORY, forgets, "", counts)).is_ok());
    // Differs in a byte that does not come in the text: the costs of the text are not what is compared.
    let elsewhere = counts.replace("i32.const 2)", "i32.const 510)");
    assert_eq!(verdict(&module(MEMORY, "", "", &elsewhere)), Err(Refusal::Unsteady));
}

#[test]
fn module_should_be_refused_when_it_is_too_large() {
    let too_large = |limits: Limits, bytes: &[u8], expected: &str| match verdict_with(limits, bytes) {
        Err(Refusal::TooLarge { what, .. }) => assert_eq!(what, expected),
        other => panic!("{other:?}"),
    };
    let good = module(MEMORY, "", "", AT_0);
    too_large(Limits { module_bytes: good.len() - 1, ..limits() }, &good, "bytes of the module");
    too_large(Limits { code_bytes: 8, ..limits() }, &good, "bytes of code");
    too_large(Limits { function_bytes: 3, ..limits() }, &good, "bytes of a function");
    too_large(Limits { functions: 2, ..limits() }, &good, "functions");
    let table = format!("{MEMORY} (table 10001 funcref)");
    too_large(limits(), &module(&table, "", "", AT_0), "entries of tables");
}

#[test]
fn module_should_be_refused_before_anything_runs_when_it_is_a_bomb() {
    let refused = |text: &str, words: &str| {
        let bytes = wat::parse_str(text).unwrap();
        let said = verdict_with(Limits::default(), &bytes).unwrap_err();
        assert!(said.told().contains(words), "{}, not {words}", said.told());
        assert!(said.is_final());
    };
    let many = |count: usize, what: &str| what.repeat(count);
    refused(&format!("(module {})", many(100_000, "(func)")), "functions: 100000 is more than");
    refused("(module (table 10000000 funcref))", "entries of tables: 10000000 is more than");
    refused("(module (table 1 funcref) (table 1 funcref))", "not a module");
    refused("(module (memory 1) (memory (export \"memory\") 1))", "not a module");
    refused("(module (memory i64 1))", "not a module");
    refused("(module (memory 1025))", "exports no `memory`");
    refused(
        &format!("(module (func $f) {})", many(20_000, "(export \"x\" (func $f))")),
        "exports: 20000 is more than",
    );
    refused(&format!("(module {})", many(20_000, "(type (func (param i32)))")), "types: 20000 is more than");
    refused(
        &format!("(module {})", many(20_000, "(global i32 (i32.const 0))")),
        "globals: 20000 is more than",
    );
    refused(
        &format!("(module (table 1 funcref) (func $f) {})", many(20_000, "(elem (i32.const 0) $f)")),
        "elements: 20000 is more than",
    );
    refused(
        &format!("(module (memory 1) {})", many(20_000, "(data (i32.const 0) \"a\")")),
        "pieces of data: 20000 is more than",
    );
    refused(
        &format!("(module (func (local {})))", many(40_000, " i64")),
        "locals of a function: 40000 is more than",
    );
    let name = "x".repeat(90_000);
    refused(&format!("(module (import \"{name}\" \"{name}\" (func)))"), "imports `xxx");
}

#[test]
fn module_should_be_refused_when_its_start_eats_memory_or_its_data_lies_outside() {
    let eats = "(memory (export \"memory\") 1)
        (func $start (loop (drop (memory.grow (i32.const 16))) (br 0))) (start $start)";
    let refused = verdict(&module(eats, "", "", AT_0));
    assert!(matches!(refused, Err(Refusal::OutOfMemory { .. })), "{refused:?}");
    let outside = "(memory (export \"memory\") 1) (data (i32.const 65535) \"ab\")";
    let refused = verdict(&module(outside, "", "", AT_0));
    assert!(matches!(refused, Err(Refusal::Trapped { call: "start", .. })), "{refused:?}");
    // A table cannot grow: `table.grow` came after WebAssembly 1.0.
    let grows = format!("{MEMORY} (table 1 funcref)");
    let grows = module(&grows, "(drop (table.grow (ref.null func) (i32.const 100000)))", "", AT_0);
    assert!(matches!(verdict(&grows), Err(Refusal::NotAModule(_))));
}

/// What compiles slowest of what a module of the largest size may have; each is read or refused.
#[test]
fn sandbox_should_go_on_when_code_is_made_to_compile_slowly() {
    let nested = format!("{}{}", "block ".repeat(4_000), "end ".repeat(4_000));
    let labels = format!("(block (br_table {} (i32.const 0)))", "0 ".repeat(30_000));
    let locals = format!("(local {}) {}", "v128 ".repeat(900), "(i32.const 1) drop ".repeat(9_000));
    let calls = "(call $f) ".repeat(12_000);
    for (name, before, body) in [
        ("nested", "", nested.as_str()),
        ("labels", "", &labels),
        ("locals", "", &locals),
        ("calls", "(func $f)", &calls),
    ] {
        let before = format!("{MEMORY} {before}");
        let begun = std::time::Instant::now();
        let read = verdict_with(Limits::default(), &module(&before, body, "", AT_0));
        println!("{name}: {:?}, {:?}", begun.elapsed(), read.as_ref().err());
        assert!(read.is_ok(), "{name}: {read:?}");
    }
}

#[test]
fn module_should_not_carry_anything_from_passage_to_passage_when_it_remembers() {
    // Its frequencies grow with each instance's first reset only: a fresh instance never saw another passage.
    let sandbox = Sandbox::new(limits()).unwrap();
    let grows = "(i32.store16 (i32.const 2) (i32.add (i32.load16_u (i32.const 2)) (i32.const 9)))";
    let module = sandbox.load(&module(MEMORY, "", grows, AT_0)).unwrap();
    let (once, again) = (module.read(TEXT).unwrap(), module.read(TEXT).unwrap());
    assert_eq!(once, again);
}

#[test]
fn own_models_should_be_taken_and_ordered_when_they_read_text() {
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    let text = include_bytes!("../../../../docs/rules.md");
    let passages: Vec<&[u8]> = text.chunks(2_048).take(4).collect();
    let mut totals = Vec::new();
    for name in models::NAMES {
        let module = sandbox.load(models::built_in(name).unwrap()).unwrap();
        totals.push(module.read_all(passages.clone()).unwrap().total());
    }
    assert!(totals[0] > totals[1] && totals[1] > totals[2], "order 0, order 2, PPM: {totals:?}");
    let primed = models::primed(models::built_in("ppm").unwrap(), &text[8_192..]).unwrap();
    let primed = sandbox.load(&primed).unwrap().read_all(passages).unwrap().total();
    assert!(primed < totals[2], "{primed} after reading the rest, {} before", totals[2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// There is no NaN, nothing negative, and nothing that does not sum: whatever stands there is an answer, and no byte
    /// costs more than 24 bits by it.
    #[test]
    fn answer_should_be_taken_when_it_is_any_512_bytes_but_zeros(mut bytes in prop::collection::vec(any::<u8>(), 512)) {
        bytes[0] |= 1;
        let data: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        let memory = format!("(memory (export \"memory\") 1) (data (i32.const 0) \"{data}\")");
        let reading = verdict(&module(&memory, "", "", AT_0)).unwrap();
        prop_assert!(reading.costs.iter().all(|cost| *cost <= 24 << 16));
    }

    /// Whatever is changed in a module, it is read or refused, and the sandbox goes on.
    #[test]
    fn module_should_be_read_or_refused_when_some_of_its_bytes_are_others(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in 0usize..3_000
    ) {
        let sandbox = Sandbox::new(Limits { memory_bytes: 2 << 20, ..limits() }).unwrap();
        let mut module = models::built_in("order0").unwrap().to_vec();
        for (at, byte) in changes {
            let at = at.index(module.len());
            module[at] = byte;
        }
        module.truncate(cut.max(8));
        let _ = sandbox.load(&module).and_then(|module| module.read_all([TEXT]));
        let sound = sandbox.load(models::built_in("order0").unwrap()).unwrap();
        prop_assert!(sound.read(TEXT).is_ok());
    }
}
