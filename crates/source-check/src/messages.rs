//! Why an exercise must not use an item, and what to write instead.
use crate::finding::Why;

pub(crate) const TOO_LARGE: Why =
    ("an exercise has at most 64 KiB", "shorten the file; the answers have less than 8 KiB");
pub(crate) const TOO_DEEP: Why = (
    "the compiler crashes on files that nest very deeply",
    "put the inner part into a function or a variable of its own",
);
pub(crate) const SHEBANG: Why = (
    "a first line that starts with `#!` is not Rust",
    "delete the line; an attribute starts with `#![`",
);
pub(crate) const UNREADABLE: Why = (
    "the file cannot be split into tokens, so it cannot be checked",
    "remove the unusual characters or literals",
);
pub(crate) const UNSAFE: Why = (
    "exercises are safe Rust, because the tests cannot explain undefined behavior",
    "every exercise can be solved with the types of std::sync",
);
pub(crate) const EXTERN: Why = (
    "an exercise uses only std, so that the tests control every operation",
    "delete it; `use std::…` needs no declaration",
);
pub(crate) const INCLUDE: Why =
    ("an exercise is a single file", "put the code into the exercise itself");
pub(crate) const READ_WHILE_COMPILING: Why = (
    "the compiler has read it, and it is not part of the exercise or its tests",
    "put the code and the data into the exercise itself",
);
pub(crate) const ENVIRONMENT: Why = (
    "an exercise must not depend on the environment of the machine",
    "make the value a constant; `main` may use env::args and env::var",
);
pub(crate) const CRATE_ROOT: Why = (
    "the tests compile the file as a module, so `crate::` is not the file",
    "write the path without `crate::`; in an inner module, start it with `super::`",
);
pub(crate) const SUPER: Why = ("only the tests are outside the file", "remove one `super::`");
pub(crate) const MANY_IMPORTS: Why = (
    "imports of this name lead to too many others to be checked",
    "import the item itself, with the path that it has in std",
);
pub(crate) const MACRO_RULES: Why = (
    "the tests check which macros a file calls, and cannot see through macros of its own",
    "write a function, a closure or a generic type",
);
pub(crate) const MACRO: Why = (
    "it is not one of the macros that an exercise may call",
    "check the spelling; the macros of std that only compute, compare and print are allowed",
);
pub(crate) const MACRO_RENAMED: Why =
    ("a renamed macro hides what the file calls", "call it by its own name");
pub(crate) const ATTRIBUTE: Why = (
    "it is not one of the attributes that an exercise may have",
    "check the spelling, or delete it; lints, derives of std, `#[inline]` and `#[test]` are allowed",
);
pub(crate) const CRATE_ATTRIBUTE: Why =
    ("the tests compile the file as a module, where it has no effect", "delete the attribute");
pub(crate) const FEATURE: Why = ("the course is written for stable Rust", "delete the attribute");
pub(crate) const CFG: Why = (
    "the tests and the program must be the same code",
    "delete it; only `#[cfg(test)] mod tests { … }` is allowed",
);
pub(crate) const ALIGN: Why =
    ("an alignment of more than 4096 bytes wastes memory", "`#[repr(align(64))]` is enough");
pub(crate) const TEST_KIT: Why =
    ("this belongs to the test kit; an exercise is plain std", "use std instead");
pub(crate) const OTHER_CRATE: Why = (
    "the tests control std; a crate that bypasses it could hide bugs",
    "use the same path in `std::`",
);
pub(crate) const HIDDEN: Why =
    ("names that start with `__` are private parts of a library", "use the public ones");
pub(crate) const UNKNOWN: Why = (
    "it is not on the list of what exercises may use: the tests do not model it",
    "check the spelling; std::sync, std::thread, std::time and std::collections have what you need",
);
pub(crate) const GLOB: Why = (
    "not everything in this module is allowed, and `*` would import all of it",
    "import the names that you use",
);
pub(crate) const FILES: Why = (
    "an exercise must not use files, because the tests run it thousands of times",
    "keep the data in memory",
);
pub(crate) const PATHS: Why =
    ("an exercise must not access files, and the methods of a path can", "use a String");
pub(crate) const SOCKETS: Why = (
    "an exercise must not open sockets, because the tests run it thousands of times",
    "`make serve` puts a real server around `handle`",
);
pub(crate) const PROCESS: Why = (
    "an exercise must not start or end processes, because its tests share processes",
    "return from the function, or panic; `main` may call process::exit",
);
pub(crate) const OS: Why = (
    "an exercise must behave the same on every system",
    "use std::sync, std::thread and std::time",
);
pub(crate) const FOREIGN: Why =
    ("an exercise must not call code in other languages", "use String and &str");
pub(crate) const BACKTRACE: Why = (
    "a backtrace shows the machinery of the tests instead of the exercise",
    "panic with a message that says what went wrong",
);
pub(crate) const ALLOCATOR: Why =
    ("the tests count the memory of an exercise themselves", "use Box, Vec and Arc");
pub(crate) const REVEALS: Why =
    ("it differs between the tests and the program", "write the text that you need as a string");
pub(crate) const TERMINAL: Why =
    ("an exercise must behave the same without a terminal", "print the same text everywhere");
pub(crate) const PANIC_HOOK: Why = (
    "the tests use the panic hook to explain a panic",
    "use std::panic::catch_unwind, or the result of `join`",
);
pub(crate) const PARALLELISM: Why = (
    "the tests must have the same result on every machine",
    "make the number of threads a constant or a parameter",
);
pub(crate) const WALL_CLOCK: Why = (
    "the time of day differs from run to run, so a failing interleaving could not be repeated",
    "use std::time::Instant, whose clock the tests control",
);
pub(crate) const ONLY_IN_MAIN: Why = (
    "only `fn main` may use it, because the tests run everything else thousands of times",
    "move it to `main`, and pass what it returns as an argument",
);
pub(crate) const MAIN_CALLED: Why = (
    "`main` uses what only a program may use, so the tests must never call it",
    "move the part that you call into a function of its own",
);
pub(crate) const LIFETIMES: Why = (
    "rustc has a known bug here, through which safe code can break memory safety",
    "write the bound as in `<'a, 'b: 'a>`, or return an owned value such as a String",
);
pub(crate) const FUNCTION_POINTER: Why = (
    "rustc has a known bug here, through which safe code can break memory safety",
    "use a type parameter `F: Fn(&T)`, or a Box<dyn Fn(&T)>",
);
pub(crate) const FUNCTION_VALUE: Why = (
    "rustc has a known bug here, through which safe code can break memory safety",
    "call the function in a closure, such as `|a, b| combine(a, b)`, and give a variable another name",
);
pub(crate) const ASSOCIATED_TYPE: Why = (
    "rustc has known bugs here, through which safe code can break memory safety",
    "make the type a parameter of the trait, as in `trait Store<Value>`",
);
pub(crate) const PROJECTION: Why = (
    "rustc has known bugs here, through which safe code can break memory safety",
    "give the type a name of its own, as in `fn f<I: Iterator<Item = T>, T>`",
);
pub(crate) const COUNTS: Why = (
    "another thread can change the number of owners between two lines, where no test can interrupt",
    "keep a count of your own in a Mutex or an atomic",
);
pub(crate) const ODD_NAME: Why = (
    "rustc takes two spellings of such a name for one",
    "use other letters in this name, such as ASCII letters",
);
pub(crate) const PEEK_MUT: Why = (
    "rustc has a known bug here, through which safe code can break memory safety",
    "keep the item in a variable, or take it with next_if",
);
