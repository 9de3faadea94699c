//! The source check: finds what no exercise may use, such as `unsafe` or `std::fs`. It checks tokens, so
//! comments and string literals do not count. It is there for its clear errors, not for security.
mod policy;

use std::str::FromStr;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::tokens::{is_colons, is_punct};

/// One thing that an exercise must not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line, counted from 1.
    pub line: usize,
    /// As it is written, such as `std::fs`.
    pub what: String,
    /// Why it is not allowed.
    pub reason: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// Everything in `source` that an exercise must not use, in the order of the lines. A file that cannot be
/// tokenized, for example because a brace is missing, has no findings: the compiler's error says more.
pub fn check(source: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(tokens) = TokenStream::from_str(source) {
        check_tokens(tokens, &mut findings);
    }
    findings.sort_by(|a, b| (a.line, &a.what).cmp(&(b.line, &b.what)));
    findings.dedup();
    findings
}

fn check_tokens(tokens: TokenStream, findings: &mut Vec<Finding>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for at in 0..tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => check_tokens(group.stream(), findings),
            TokenTree::Ident(ident) => check_identifier(ident, &tokens, at, findings),
            _ => {}
        }
    }
}

fn check_identifier(ident: &Ident, tokens: &[TokenTree], at: usize, findings: &mut Vec<Finding>) {
    let name = ident.to_string();
    let before = &tokens[..at];
    let after = &tokens[at + 1..];
    let line = ident.span().start().line;
    let mut found = |line, what: String, (reason, instead)| {
        findings.push(Finding { line, what, reason, instead });
    };
    // In `a::core::b`, `core` is an item of `a`; in `::core::b` it is the crate.
    let is_member = is_punct(before.last(), '.')
        || match before {
            [.., TokenTree::Ident(owner), a, b] => is_colons(a, b) && !is_keyword(owner),
            [.., TokenTree::Group(_), a, b] => is_colons(a, b),
            _ => false,
        };
    match name.as_str() {
        "unsafe" => found(line, name, policy::UNSAFE),
        "extern" => found(line, name, policy::EXTERN),
        "path" if is_attribute_path(after) && before.is_empty() => {
            found(line, "#[path]".into(), policy::INCLUDE);
        }
        "include" | "include_str" | "include_bytes" if is_punct(after.first(), '!') => {
            found(line, format!("{name}!"), policy::INCLUDE);
        }
        "mod" if matches!(after, [TokenTree::Ident(_), end, ..] if is_punct(Some(end), ';')) => {
            found(line, format!("mod {};", after[0]), policy::INCLUDE);
        }
        "__real" | "__private" | "__spoken" => found(line, name, policy::TEST_KIT),
        "env" | "option_env" if is_punct(after.first(), '!') => {
            found(line, format!("{name}!"), policy::ENVIRONMENT);
        }
        "macro_export" | "macro_use" => found(line, format!("#[{name}]"), policy::MACROS),
        "asm" | "global_asm" if is_punct(after.first(), '!') => {
            found(line, format!("{name}!"), policy::UNSAFE);
        }
        _ if is_member => {}
        "std" => {
            if let Some(rest) = after_colons(after) {
                for (line, module) in first_names(rest) {
                    if let Some(why) = policy::forbidden_module(&module) {
                        found(line, format!("std::{module}"), why);
                    }
                }
            }
        }
        "core" | "alloc" if after_colons(after).is_some() => {
            let rest = after_colons(after).unwrap_or_default();
            let what = match first_names(rest).first() {
                Some((_, module)) if rest.first().is_some_and(is_ident) => {
                    format!("{name}::{module}")
                }
                _ => format!("{name}::"),
            };
            found(line, what, policy::BYPASS);
        }
        "interleave" | "judge" | "proptest" | "insta"
            if after_colons(after).is_some() || is_renamed(before, after) =>
        {
            found(line, name, policy::TEST_KIT);
        }
        _ => {}
    }
}

/// The names at the first level of a use tree: `fs` of `fs::read`, `fs` and `io` of `{fs, io::Write}`.
fn first_names(rest: &[TokenTree]) -> Vec<(usize, String)> {
    match rest {
        [TokenTree::Ident(ident), ..] => vec![(ident.span().start().line, ident.to_string())],
        [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            tokens.split(|token| is_punct(Some(token), ',')).flat_map(first_names).collect()
        }
        _ => Vec::new(),
    }
}

fn after_colons(after: &[TokenTree]) -> Option<&[TokenTree]> {
    match after {
        [a, b, rest @ ..] if is_colons(a, b) => Some(rest),
        _ => None,
    }
}

/// Whether a crate is renamed: `use proptest as p;`, or `use {insta as i, …};`.
fn is_renamed(before: &[TokenTree], after: &[TokenTree]) -> bool {
    let is_named = |token: Option<&TokenTree>, name: &str| matches!(token, Some(TokenTree::Ident(ident)) if ident == name);
    is_named(after.first(), "as") || is_named(before.last(), "use")
}

fn is_attribute_path(after: &[TokenTree]) -> bool {
    is_punct(after.first(), '=') && matches!(after.get(1), Some(TokenTree::Literal(_)))
}

/// Whether `::std` after this identifier starts a path instead of continuing one.
fn is_keyword(ident: &Ident) -> bool {
    ["use", "return", "in", "as", "dyn", "impl", "match", "if", "while", "else", "break", "mut"]
        .iter()
        .any(|keyword| ident == keyword)
}

fn is_ident(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        check(source).into_iter().map(|f| format!("{}: {}", f.line, f.what)).collect()
    }

    #[test]
    fn comments_and_strings_do_not_count() {
        let source = "//! unsafe std::fs\n/* core::sync */\nfn main() { let s = \"std::env\"; let r = r#\"unsafe\"#; }";
        assert_eq!(found(source), [""; 0]);
    }

    #[test]
    fn every_way_to_name_a_module_is_found() {
        assert_eq!(found("use std::fs;"), ["1: std::fs"]);
        assert_eq!(found("use ::std::net::TcpStream;"), ["1: std::net"]);
        assert_eq!(found("use std::{\n  sync::Mutex,\n  env, io,\n};"), ["3: std::env"]);
        assert_eq!(found("fn f() {\n  std::process::exit(0);\n}"), ["2: std::process"]);
        assert_eq!(found("use std::os::fd::AsFd;"), ["1: std::os"]);
        assert_eq!(found("use {std::fs, std::sync};"), ["1: std::fs"]);
        assert_eq!(found("return std::env::args();"), ["1: std::env"]);
    }

    #[test]
    fn ways_to_bypass_std_are_found() {
        assert_eq!(found("use core::sync::atomic::AtomicU32;"), ["1: core::sync"]);
        assert_eq!(found("extern crate alloc;"), ["1: extern"]);
        assert_eq!(found("use alloc::sync::Arc;"), ["1: alloc::sync"]);
        assert_eq!(found("fn f() { unsafe { g() } }"), ["1: unsafe"]);
        assert_eq!(found("include!(\"../complete/cat.rs\");"), ["1: include!"]);
        assert_eq!(
            found("#[path = \"../complete/cat.rs\"]\nmod cat;"),
            ["1: #[path]", "2: mod cat;"]
        );
        assert_eq!(found("let home = env!(\"HOME\");"), ["1: env!"]);
        assert_eq!(
            found("#[macro_export]\nmacro_rules! assert_eq { () => {} }"),
            ["1: #[macro_export]"]
        );
        assert_eq!(found("use interleave::Explorer;"), ["1: interleave"]);
        assert_eq!(found("use proptest as p;"), ["1: proptest"]);
        assert_eq!(found("use {std::sync, insta as i};"), ["1: insta"]);
        assert_eq!(found("std::__real::thread_local!(static A: u8 = 1);"), ["1: __real"]);
        assert_eq!(found("mod other;"), ["1: mod other;"]);
        assert_eq!(
            found("macro_rules! m { () => { extern crate std as real; } }\nm!();"),
            ["1: extern"]
        );
    }

    #[test]
    fn similar_code_is_accepted() {
        assert_eq!(found("use std::sync::{Mutex, atomic::AtomicU8};"), [""; 0]);
        assert_eq!(found("let core = 1; let path = \"a\"; kernel::core::run(core);"), [""; 0]);
        assert_eq!(found("mod other { fn judge(insta: u8) {} }"), [""; 0]);
        assert_eq!(found("fn env() {} fn main() { env(); order.include(1); }"), [""; 0]);
    }

    #[test]
    fn a_file_that_cannot_be_tokenized_is_left_to_the_compiler() {
        assert_eq!(found("use std::fs; fn main() {"), [""; 0]);
    }
}
