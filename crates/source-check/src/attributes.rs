//! Which attributes an exercise may have.
use crate::finding::{Finding, Why};
use crate::messages;
use crate::token::{Kind, Tokens};

/// Attributes that change nothing a test depends on, or are checked by `check_arguments`.
const ALLOWED: &[&str] = &[
    "allow",
    "cfg",
    "cold",
    "default",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "ignore",
    "inline",
    "must_use",
    "non_exhaustive",
    "repr",
    "serde",
    "should_panic",
    "test",
    "track_caller",
    "warn",
];

/// Attributes of tools, which are paths.
const TOOLS: &[&str] = &["clippy", "diagnostic", "rustfmt"];

/// The derive macros of std and of serde.
const DERIVES: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

/// The attributes that are known and not allowed.
const REFUSED: &[(&str, Why)] = &[
    ("path", messages::INCLUDE),
    ("cfg_attr", messages::CFG),
    ("macro_use", messages::MACRO_RULES),
    ("macro_export", messages::MACRO_RULES),
    ("global_allocator", messages::ALLOCATOR),
    ("no_mangle", messages::UNSAFE),
    ("export_name", messages::UNSAFE),
    ("link", messages::UNSAFE),
    ("link_name", messages::UNSAFE),
    ("link_section", messages::UNSAFE),
    ("used", messages::UNSAFE),
    ("naked", messages::UNSAFE),
    ("target_feature", messages::UNSAFE),
    ("unsafe", messages::UNSAFE),
    ("feature", messages::FEATURE),
    ("no_std", messages::CRATE_ATTRIBUTE),
    ("no_implicit_prelude", messages::CRATE_ATTRIBUTE),
];

/// The largest `#[repr(align(…))]` that is of any use: a page.
const MAX_ALIGN: u32 = 4096;

/// What the attribute whose `[` is at `open` uses and must not; and what is not on a list.
pub(crate) fn check(
    tokens: &Tokens,
    open: usize,
    refused: &mut Vec<Finding>,
    unknown: &mut Vec<Finding>,
) {
    let (name, line) = (tokens.text(open + 1), tokens.line(open));
    let what = format!("#[{name}]");
    if tokens.is(open + 2, "::") {
        if !TOOLS.contains(&name) {
            unknown.push(Finding::new(line, what, messages::ATTRIBUTE));
        }
        return;
    }
    if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        refused.push(Finding::new(line, what, *why));
    } else if !ALLOWED.contains(&name) {
        unknown.push(Finding::new(line, what, messages::ATTRIBUTE));
    } else {
        check_arguments(tokens, open, refused, unknown);
    }
}

fn check_arguments(
    tokens: &Tokens,
    open: usize,
    refused: &mut Vec<Finding>,
    unknown: &mut Vec<Finding>,
) {
    let (from, to, line) = (open + 2, tokens.close(open), tokens.line(open));
    match tokens.text(open + 1) {
        "cfg" if !is_test_module(tokens, open) => {
            refused.push(Finding::new(line, "#[cfg]", messages::CFG));
        }
        "derive" => {
            for at in from..to {
                let is_last = tokens.is_name(at) && !tokens.is(at + 1, "::");
                if is_last && !DERIVES.contains(&tokens.text(at)) {
                    let what = format!("#[derive({})]", tokens.text(at));
                    unknown.push(Finding::new(line, what, messages::ATTRIBUTE));
                }
            }
        }
        "serde" if (from..to).any(|at| tokens.is(at, "crate")) => {
            refused.push(Finding::new(line, "#[serde(crate)]", messages::TEST_KIT));
        }
        "repr" => {
            for at in (from..to).filter(|at| tokens.kind(*at) == Some(Kind::Literal)) {
                if tokens.text(at).parse().unwrap_or(u32::MAX) > MAX_ALIGN {
                    refused.push(Finding::new(line, "#[repr(align)]", messages::ALIGN));
                }
            }
        }
        _ => {}
    }
}

/// Whether the attribute is `#[cfg(test)]` of an inline module.
fn is_test_module(tokens: &Tokens, open: usize) -> bool {
    if !tokens.are(open, &["[", "cfg", "(", "test", ")", "]"]) {
        return false;
    }
    let mut at = tokens.close(open) + 1;
    // A few other attributes and the visibility may follow.
    for _ in 0..16 {
        if tokens.is(at, "#") && tokens.is(at + 1, "[") {
            at = tokens.close(at + 1) + 1;
        }
    }
    if tokens.is(at, "pub") {
        at += 1;
        if tokens.is(at, "(") {
            at = tokens.close(at) + 1;
        }
    }
    tokens.is(at, "mod") && tokens.is(at + 2, "{")
}

/// The code in the strings of every `#[serde(…)]`, which names functions and types, with its line. An
/// escape such as `\x64` stays as it is, so that it is not a name.
pub(crate) fn code_in_strings(tokens: &Tokens) -> Vec<(usize, String)> {
    let attributes = (1..tokens.len())
        .filter(|open| tokens.are(*open, &["[", "serde"]) && tokens.is(open - 1, "#"));
    let inside = attributes.flat_map(|open| open..tokens.close(open));
    inside
        .filter(|at| tokens.kind(*at) == Some(Kind::Literal))
        .map(|at| (tokens.line(at), tokens.text(at).trim_matches(['r', '#', '"']).to_owned()))
        .collect()
}
