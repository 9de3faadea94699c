//! The allow-list over std, item by item. What is on it means the same under exploration and on real
//! threads, or the engine models it.
use crate::finding::Why;
use crate::messages;

/// Whether an exercise may use an item of std.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    Allowed,
    /// Only in `fn main`, which no test calls.
    OnlyInMain,
    Refused(Why),
    /// Not on the list. Most likely a name that does not exist.
    Unknown,
}
use Permission::{Allowed, OnlyInMain, Refused, Unknown};

/// Modules of which everything is allowed, except for `REFUSED`.
const WHOLE: &[&str] = &[
    "array",
    "ascii",
    "borrow",
    "boxed",
    "cell",
    "char",
    "clone",
    "cmp",
    "collections",
    "convert",
    "default",
    "error",
    "f32",
    "f64",
    "fmt",
    "future",
    "hash",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "iter",
    "marker",
    "mem",
    "num",
    "ops",
    "option",
    "pin",
    "primitive",
    "ptr",
    "rc",
    "result",
    "slice",
    "str",
    "string",
    "sync",
    "task",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "vec",
];

/// Modules of which only some items are allowed.
const PARTS: &[(&str, &[&str])] = &[
    ("alloc", &["Layout", "LayoutError"]),
    ("any", &["Any", "TypeId"]),
    ("env", &["Args", "VarError"]),
    ("hint", &["black_box", "spin_loop"]),
    (
        "io",
        &[
            "BufRead",
            "BufReader",
            "BufWriter",
            "Bytes",
            "Chain",
            "Cursor",
            "Empty",
            "Error",
            "ErrorKind",
            "IntoInnerError",
            "IoSlice",
            "IoSliceMut",
            "LineWriter",
            "Lines",
            "Read",
            "Repeat",
            "Result",
            "Seek",
            "SeekFrom",
            "Sink",
            "Split",
            "Stderr",
            "StderrLock",
            "Stdin",
            "StdinLock",
            "Stdout",
            "StdoutLock",
            "Take",
            "Write",
            "copy",
            "empty",
            "prelude",
            "read_to_string",
            "repeat",
            "sink",
        ],
    ),
    (
        "panic",
        &[
            "AssertUnwindSafe",
            "RefUnwindSafe",
            "UnwindSafe",
            "catch_unwind",
            "panic_any",
            "resume_unwind",
        ],
    ),
    ("prelude", &[]),
    ("process", &["ExitCode", "Termination"]),
    (
        "thread",
        &[
            "AccessError",
            "Builder",
            "JoinHandle",
            "LocalKey",
            "Result",
            "Scope",
            "ScopedJoinHandle",
            "Thread",
            "ThreadId",
            "current",
            "panicking",
            "park",
            "park_timeout",
            "scope",
            "sleep",
            "spawn",
            "yield_now",
        ],
    ),
    ("time", &["Duration", "Instant", "TryFromFloatSecsError"]),
];

/// What a `main` may use, because it is a program of its own.
const ONLY_IN_MAIN: &[(&str, &[&str])] =
    &[("env", &["args", "var"]), ("io", &["stderr", "stdin", "stdout"]), ("process", &["exit"])];

/// What is known and not allowed, with the reason. A shorter path covers everything below it.
const REFUSED: &[(&[&str], Why)] = &[
    (&["fs"], messages::FILES),
    (&["net"], messages::SOCKETS),
    (&["path"], messages::PATHS),
    (&["ffi"], messages::FOREIGN),
    (&["os"], messages::OS),
    (&["arch"], messages::OS),
    (&["simd"], messages::OS),
    (&["intrinsics"], messages::UNSAFE),
    (&["backtrace"], messages::BACKTRACE),
    (&["alloc", "System"], messages::ALLOCATOR),
    (&["alloc", "GlobalAlloc"], messages::ALLOCATOR),
    (&["alloc", "handle_alloc_error"], messages::ALLOCATOR),
    (&["any", "type_name"], messages::REVEALS),
    (&["any", "type_name_of_val"], messages::REVEALS),
    (&["env"], messages::ENVIRONMENT),
    (&["io", "Error", "last_os_error"], messages::OS),
    (&["io", "IsTerminal"], messages::TERMINAL),
    (&["io", "pipe"], messages::OS),
    (&["io", "PipeReader"], messages::OS),
    (&["io", "PipeWriter"], messages::OS),
    (&["panic", "Location"], messages::REVEALS),
    (&["panic", "PanicHookInfo"], messages::PANIC_HOOK),
    (&["panic", "set_hook"], messages::PANIC_HOOK),
    (&["panic", "take_hook"], messages::PANIC_HOOK),
    (&["panic", "update_hook"], messages::PANIC_HOOK),
    (&["process"], messages::PROCESS),
    (&["thread", "available_parallelism"], messages::PARALLELISM),
    (&["time", "SystemTime"], messages::WALL_CLOCK),
    (&["time", "SystemTimeError"], messages::WALL_CLOCK),
    (&["time", "UNIX_EPOCH"], messages::WALL_CLOCK),
];

/// Whether an exercise may name `path`, which is below `std`.
pub(crate) fn permission(path: &[&str]) -> Permission {
    let [module, rest @ ..] = path else { return Allowed };
    let is_part_of = |table: &[(&str, &[&str])]| {
        table
            .iter()
            .any(|(of, items)| of == module && rest.first().is_some_and(|it| items.contains(it)))
    };
    if is_part_of(ONLY_IN_MAIN) {
        return OnlyInMain;
    }
    let is_partial = PARTS.iter().any(|(of, _)| of == module);
    if is_partial && rest.is_empty() {
        return Allowed;
    }
    let is_refused = |(prefix, _): &&(&[&str], Why)| path.starts_with(prefix);
    let refused = REFUSED.iter().filter(is_refused).max_by_key(|(prefix, _)| prefix.len());
    match refused {
        Some((prefix, why)) if prefix.len() > 1 || !is_part_of(PARTS) => Refused(*why),
        _ if WHOLE.contains(module) || is_part_of(PARTS) => Allowed,
        _ => Unknown,
    }
}

/// Whether an exercise may import everything in `path`, which is below `std`.
pub(crate) fn glob_permission(path: &[&str]) -> Permission {
    match path {
        [] => Refused(messages::GLOB),
        ["prelude", ..] | ["io", "prelude"] => Allowed,
        [module] if PARTS.iter().any(|(of, _)| of == module) => Refused(messages::GLOB),
        _ => permission(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_course_teaches_is_allowed() {
        for path in [
            "",
            "sync",
            "sync::Mutex",
            "sync::atomic::Ordering::Relaxed",
            "thread",
            "thread::spawn",
            "io",
            "thread::Builder::new",
            "time::Duration::from_millis",
            "collections::HashMap",
            "io::Error",
            "collections::hash_map::Entry",
            "fmt::Formatter",
            "hash::DefaultHasher",
            "hash::RandomState::new",
            "panic",
            "process",
            "process::ExitCode",
            "cmp::max",
            "env",
            "mem::size_of",
        ] {
            let path: Vec<&str> = path.split("::").filter(|name| !name.is_empty()).collect();
            assert_eq!(permission(&path), Allowed, "{path:?}");
        }
    }

    #[test]
    fn what_reveals_the_machine_is_not() {
        for path in [
            "fs",
            "fs::read",
            "net::TcpStream",
            "process::Command",
            "process::abort",
            "env::vars",
            "io::pipe",
            "io::Error::last_os_error",
            "time::SystemTime",
            "thread::available_parallelism",
            "path::Path",
            "panic::Location::caller",
            "backtrace::Backtrace",
            "any::type_name",
            "alloc::System",
        ] {
            let path: Vec<&str> = path.split("::").collect();
            assert!(matches!(permission(&path), Refused(_)), "{path:?}");
        }
        assert_eq!(permission(&["io", "stdin"]), OnlyInMain);
        assert_eq!(permission(&["prelude", "v1", "include_str"]), Unknown);
        assert_eq!(permission(&["include_str"]), Unknown);
        assert_eq!(permission(&["Explorer"]), Unknown);
        assert_eq!(permission(&["thread", "unheard_of"]), Unknown);
    }

    #[test]
    fn a_glob_is_allowed_where_every_item_is() {
        assert_eq!(glob_permission(&["sync", "atomic"]), Allowed);
        assert_eq!(glob_permission(&["prelude", "v1"]), Allowed);
        assert_eq!(glob_permission(&["sync", "atomic", "Ordering"]), Allowed);
        assert!(matches!(glob_permission(&[]), Refused(_)));
        assert!(matches!(glob_permission(&["thread"]), Refused(_)));
        assert_eq!(glob_permission(&["collections", "hash_map"]), Allowed);
    }
}
