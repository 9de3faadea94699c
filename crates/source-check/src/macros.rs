//! Which macros an exercise may call.
use crate::finding::Why;
use crate::messages;

/// The macros of std and of serde_json that an exercise may call, and name in a `use`.
const ALLOWED: &[&str] = &[
    "addr_of",
    "addr_of_mut",
    "assert",
    "assert_eq",
    "assert_matches",
    "assert_ne",
    "column",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "json",
    "line",
    "matches",
    "panic",
    "pin",
    "print",
    "println",
    "ready",
    "stringify",
    "thread_local",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// The macros that are known and not allowed.
const REFUSED: &[(&str, Why)] = &[
    ("include", messages::INCLUDE),
    ("include_str", messages::INCLUDE),
    ("include_bytes", messages::INCLUDE),
    ("env", messages::ENVIRONMENT),
    ("option_env", messages::ENVIRONMENT),
    ("cfg", messages::CFG),
    ("cfg_select", messages::CFG),
    ("file", messages::REVEALS),
    ("module_path", messages::REVEALS),
    ("is_x86_feature_detected", messages::OS),
    ("asm", messages::UNSAFE),
    ("global_asm", messages::UNSAFE),
    ("naked_asm", messages::UNSAFE),
    ("macro_rules", messages::MACRO_RULES),
];

/// Whether a macro of this name may be called.
pub(crate) fn is_allowed(name: &str) -> bool {
    ALLOWED.contains(&name)
}

/// Why a macro of std is not allowed, if it is one that is known.
pub(crate) fn refused(name: &str) -> Option<Why> {
    REFUSED.iter().find(|(macro_name, _)| *macro_name == name).map(|(_, why)| *why)
}
