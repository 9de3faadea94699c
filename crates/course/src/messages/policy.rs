//! Why an exercise cannot use something, and what to do instead.

type Why = (&'static str, &'static str);
pub const UNSAFE: Why = (
    "exercises are safe Rust: what `unsafe` breaks, no test could explain",
    "use the types of std::sync; every exercise can be solved with them",
);
pub const EXTERN: Why = (
    "an exercise uses std and nothing else, so that the tests see every step",
    "delete the line; `use std::…` needs no declaration",
);
pub const INCLUDE: Why = (
    "an exercise is one file: other files are not looked at",
    "write the code into the exercise itself",
);
pub const OUTSIDE: Why = (
    "what the machine's environment holds must not change an exercise",
    "write the value into the file as a constant",
);
pub const PAST_STD: Why = (
    "the tests watch std; what comes past it would run unseen, and no bug be found",
    "write the same path with `std::`",
);
pub const MACROS: Why = (
    "a macro that leaves its file could stand in for one that the tests use",
    "`macro_rules!` without the attribute works everywhere below it in the file",
);
pub const MACHINERY: Why = (
    "this is the machinery of the tests; an exercise is plain std",
    "use what std offers; the tests see every step of it",
);

/// Why an exercise cannot have a module of std, and what to do instead.
pub fn forbidden_module(module: &str) -> Option<Why> {
    Some(match module {
        "fs" => (
            "an exercise touches no files: the tests run it thousands of times",
            "keep the data in memory",
        ),
        "net" => (
            "an exercise opens no sockets: the tests run it thousands of times",
            "`make serve` puts a real server around `handle`",
        ),
        "process" => (
            "an exercise neither starts nor ends processes: its tests run in the same one",
            "return from `main`, or panic",
        ),
        "env" => (
            "what the machine's environment holds must not change an exercise",
            "write the value into the file as a constant",
        ),
        "os" => {
            ("an exercise runs on every system alike", "use std::sync, std::thread and std::time")
        }
        _ => return None,
    })
}
