//! Any text is checked without a crash, and in time that grows with its length only.
use std::fs;
use std::path::Path;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use source_check::check;

/// No text of 64 KiB takes more CPU time, even without optimization.
const LIMIT: Duration = Duration::from_secs(2);

/// The CPU time of this thread, which does not depend on what else the machine does; 0 where Linux does not
/// tell it.
fn cpu_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// What a file consists of, among it everything that the check looks for.
const PIECES: &[&str] = &[
    "use ",
    "mod ",
    "crate",
    "super",
    "self",
    "std",
    "core",
    "::",
    "::",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    ";",
    ",",
    "as ",
    "*",
    "#",
    "!",
    "[cfg(test)]",
    "fn ",
    "main",
    "impl ",
    "trait ",
    "type ",
    "for",
    "'a",
    "'static",
    "&",
    "->",
    "=>",
    "|",
    "static ",
    "const ",
    "unsafe ",
    "extern ",
    "macro_rules!",
    "include_str!",
    "vec!",
    "env!",
    "io",
    "stdin",
    "process",
    "exit",
    "insta",
    "judge",
    "interleave",
    "r#",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "\n",
    " ",
    "..",
    ".",
    "=",
    ":",
    "x",
    "y",
    "1",
    "b'",
    "c\"",
    "r#\"",
    "\"#",
    "\u{feff}",
    "é",
    "🦀",
    "\r",
    "\0",
    "dyn ",
    "where ",
    "struct ",
    "Scope",
    "#[serde(with = \"a::b\")]",
];

fn bounded(source: &str) {
    let before = cpu_time();
    let checked = check(source);
    let time = cpu_time().saturating_sub(before);
    assert!(time < LIMIT, "{time:?} for {} bytes: {source:.40}", source.len());
    let lines = source.lines().count().max(1);
    for finding in checked.clone().all() {
        assert!((1..=lines).contains(&finding.line), "{finding:?} of {lines} lines");
    }
    // The same text has the same findings.
    assert_eq!(check(source), checked);
}

fn answers() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../complete");
    let files = fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<_> = files.map(|file| file.expect("it can be read").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).expect("it is text")).collect()
}

/// The same random cases each time; `make fuzz` asks for more, from another seed.
fn config(cases: u32) -> ProptestConfig {
    let number = |name| std::env::var(name).ok()?.parse().ok();
    ProptestConfig {
        cases: number("FUZZ_CASES").map_or(cases, |cases: u64| cases as u32),
        rng_seed: RngSeed::Fixed(number("FUZZ_SEED").unwrap_or(0)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn random_text(text in vec(any::<char>(), 0..=200).prop_map(String::from_iter)) {
        bounded(&text);
    }

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..400)) {
        bounded(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_pieces(pieces in vec(select(PIECES), 0..120)) {
        bounded(&pieces.concat());
        bounded(&pieces.join(" "));
    }

    #[test]
    fn changed_answers(
        answer in select(answers()),
        changes in vec((any::<Index>(), 0..40_usize, vec(select(PIECES), 0..4)), 1..6),
    ) {
        let mut text = answer;
        for (at, removed, added) in changes {
            let characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            let rest = characters.len().min(at + removed);
            text = characters[..at].iter().collect::<String>()
                + &added.concat()
                + &characters[rest..].iter().collect::<String>();
        }
        bounded(&text);
    }
}

#[test]
fn long_files_of_one_kind_take_no_longer_than_others() {
    let sixty_kib = |piece: &str| piece.repeat(60 * 1024 / piece.len());
    for piece in [
        "use a::b as b;",
        "use b as a; use a as b;",
        "use std as a; use a as a;",
        "mod a{}",
        "mod a;",
        "#[a]",
        "#[cfg(test)]",
        "fn main(){exit()}",
        "fn f<'a,'b>(x:&'a[&'b u8],y:&'a u8,z:&'b u8){}",
        "a::",
        "a<b,",
        "&'a &'b ",
        "trait T{type A;}",
        "for<'a> ",
        "x!{}",
        "a.b..c::d",
        "'a",
        "use {a,",
        "std::fs;",
        "fn(",
        "::",
        "\"#[serde(x=\"",
        "#[serde(a=\"b::c\")]",
        "use a::{b,c,d};",
        "static A:&&u8;",
        "pub(crate) ",
        "Scope<'a,'b>",
        "struct Scope;fn f<'a,'b>(_:Scope<'a,'b>,_:&'a u8,_:&'b u8){}",
        "/*",
        "//\n",
        "r#\"",
        "type a ",
        "type a=(",
        "trait a ",
        "impl a ",
        "impl a{}fn f(){}",
        "fn f<T>(a:&'a T,b:T){}f ",
        "fn a<",
        "impl<a,",
        "for b",
    ] {
        bounded(&sixty_kib(piece));
    }
}
