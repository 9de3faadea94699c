//! Where implementations, imports and the parts of signatures begin and end.
use crate::token::Tokens;

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

/// The position of the first of these tokens, outside brackets of any kind. A long way off, it may be another item's: then
/// everything in between counts, which refuses more.
pub(crate) fn find(tokens: &Tokens, from: usize, ends: &[&str]) -> usize {
    let (mut at, last) = (from, tokens.len().min(from + MAX_LENGTH));
    while at < last && !ends.iter().any(|end| tokens.is(at, end)) {
        at = match tokens.is(at, "<") {
            true => tokens.after_angles(at).max(at + 1),
            false => tokens.close_or(at) + 1,
        };
    }
    at
}

/// Whether each token is in a `use` declaration.
pub(crate) fn imports(tokens: &Tokens) -> Vec<bool> {
    let mut is_import = false;
    let is_in = |at| {
        // `impl Fn() + use<>` imports nothing.
        let begins = tokens.is(at, "use") && !tokens.is(at + 1, "<");
        is_import = (is_import || begins) && !tokens.is(at, ";");
        is_import
    };
    (0..tokens.len()).map(is_in).collect()
}
