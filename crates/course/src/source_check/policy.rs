//! Why an exercise must not use an item, and what to use instead.

type Why = (&'static str, &'static str);
pub(super) const UNSAFE: Why = (
    "exercises are safe Rust, because the tests cannot explain undefined behavior",
    "every exercise can be solved with the types of std::sync",
);
pub(super) const EXTERN: Why = (
    "an exercise uses only std, so that the tests control every operation",
    "delete the line; `use std::…` needs no declaration",
);
pub(super) const INCLUDE: Why =
    ("an exercise is a single file", "put the code into the exercise itself");
pub(super) const ENVIRONMENT: Why = (
    "an exercise must not depend on the environment of the machine",
    "make the value a constant in the file",
);
pub(super) const BYPASS: Why = (
    "the tests control std; code that bypasses it could hide bugs",
    "use the same path in `std::`",
);
pub(super) const MACROS: Why = (
    "a macro exported from this file could replace one that the tests use",
    "remove the attribute; `macro_rules!` works in the rest of the file without it",
);
pub(super) const TEST_KIT: Why =
    ("this belongs to the test kit; an exercise is plain std", "use std instead");

/// Why an exercise must not use a module of std, and what to use instead.
pub(super) fn forbidden_module(module: &str) -> Option<Why> {
    Some(match module {
        "fs" => (
            "an exercise must not use files, because the tests run it thousands of times",
            "keep the data in memory",
        ),
        "net" => (
            "an exercise must not open sockets, because the tests run it thousands of times",
            "`make serve` puts a real server around `handle`",
        ),
        "process" => (
            "an exercise must not start or exit processes, because all its tests run in one process",
            "return from `main`, or panic",
        ),
        "env" => (
            "an exercise must not depend on the environment of the machine",
            "make the value a constant in the file",
        ),
        "os" => (
            "an exercise must behave the same on every system",
            "use std::sync, std::thread and std::time",
        ),
        _ => return None,
    })
}
