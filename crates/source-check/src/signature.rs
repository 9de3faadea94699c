//! Where implementations, imports and the parts of signatures begin and end.
use crate::token::{Kind, Tokens};

/// How many tokens an alias or the head of an implementation has at most.
const MAX_LENGTH: usize = 200;

/// The body of a trait or an implementation, and where its head starts.
pub(crate) struct Block {
    pub(crate) start: usize,
    pub(crate) open: usize,
    pub(crate) close: usize,
    /// The type that it is for, if it is an implementation.
    pub(crate) of: (usize, usize),
}

pub(crate) fn blocks(tokens: &Tokens) -> Vec<Block> {
    let mut blocks = Vec::new();
    for at in 0..tokens.len() {
        let is_start =
            at == 0 || ["}", ";", "{", "]", "unsafe", "pub", ")"].contains(&tokens.text(at - 1));
        let is_implementation = tokens.is(at, "impl") && is_start;
        let is_trait = tokens.is(at, "trait") && tokens.is_name(at + 1);
        if !(is_implementation || is_trait) {
            continue;
        }
        let start = if tokens.is(at + 1, "<") { tokens.after_angles(at + 1) } else { at + 1 };
        let open = find(tokens, start, &["{"]);
        let of = find(tokens, start, &["for", "{"]);
        let of = if tokens.is(of, "for") && !tokens.is(of + 1, "<") { of + 1 } else { start };
        let of = if is_implementation { (of, open) } else { (open, open) };
        blocks.push(Block { start: at + 1, open, close: tokens.close_or(open), of });
    }
    blocks
}

/// The parts between two tokens that commas separate.
pub(crate) fn split(tokens: &Tokens, from: usize, to: usize) -> Vec<(usize, usize)> {
    let (mut parts, mut start, mut at) = (Vec::new(), from, from);
    while at < to {
        if tokens.is(at, ",") {
            parts.push((start, at));
            start = at + 1;
        }
        at = match tokens.is(at, "<") {
            true => tokens.after_angles(at).max(at + 1),
            false => tokens.close_or(at) + 1,
        };
    }
    if start < to {
        parts.push((start, to));
    }
    parts
}

/// The position of the first of these tokens, outside brackets of any kind; or where the brackets around it end, or a
/// long way off.
pub(crate) fn find(tokens: &Tokens, from: usize, ends: &[&str]) -> usize {
    let (mut at, last) = (from, tokens.len().min(from + MAX_LENGTH));
    let is_end = |at: usize| {
        tokens.kind(at) == Some(Kind::Close) || ends.iter().any(|end| tokens.is(at, end))
    };
    while at < last && !is_end(at) {
        at = match tokens.is(at, "<") {
            true => tokens.after_angles(at).max(at + 1),
            false => tokens.close_or(at) + 1,
        };
    }
    at
}

/// Whether each token is in a `use` declaration.
pub(crate) fn imports(tokens: &Tokens) -> Vec<bool> {
    let (mut is_import, mut end) = (false, 0);
    let mut around = Vec::new();
    let is_in = |at| {
        match tokens.kind(at) {
            Some(Kind::Open) => around.push(tokens.close(at)),
            Some(Kind::Close) => _ = around.pop(),
            _ => {}
        }
        // `impl Fn() + use<>` imports nothing.
        let begins = tokens.is(at, "use") && !tokens.is(at + 1, "<");
        if begins && !is_import {
            // The argument of a macro may end before a semicolon.
            end = around.last().copied().unwrap_or(tokens.len());
        }
        is_import = (is_import || begins) && !tokens.is(at, ";") && at < end;
        is_import
    };
    (0..tokens.len()).map(is_in).collect()
}

/// The opening brace around each token, if there is one.
pub(crate) fn braces(tokens: &Tokens) -> Vec<Option<usize>> {
    let mut around = Vec::new();
    let brace = |at: usize| {
        if tokens.kind(at) == Some(Kind::Close) && tokens.is(at, "}") {
            around.pop();
        }
        let brace = around.last().copied();
        if tokens.is(at, "{") {
            around.push(at);
        }
        brace
    };
    (0..tokens.len()).map(brace).collect()
}
