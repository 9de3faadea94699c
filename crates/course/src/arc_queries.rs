//! What an exercise asks that no test can answer in every order: who else has an `Arc`. The engine has
//! std's own `Arc`, in which the drop of a clone is no step; what it says after a `join` is right.
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use crate::source_check::{is_colons, is_punct};

/// A question to an `Arc` or a `Weak` about others who have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// From 1.
    pub line: usize,
    /// As it is written, such as `Arc::strong_count`.
    pub what: String,
}

/// What is asked of a type by its name.
const OF_ARC: [&str; 8] = [
    "get_mut",
    "into_inner",
    "make_mut",
    "strong_count",
    "try_unwrap",
    "unwrap_or_clone",
    "upgrade",
    "weak_count",
];

/// What no other type of std has, so that it is known by its own name.
const OF_WEAK: [&str; 3] = ["strong_count", "upgrade", "weak_count"];

/// All of `source`, in order.
pub fn unseen(source: &str) -> Vec<Unseen> {
    let mut found = Vec::new();
    if let Ok(tokens) = TokenStream::from_str(source) {
        walk(tokens, &mut found);
    }
    found
}

/// The same in a sentence; nothing if there is none.
pub fn in_words(unseen: &[Unseen]) -> Option<String> {
    let (first, rest) = unseen.split_first()?;
    let more = match rest {
        [] => String::new(),
        rest => format!(" (and {} more)", rest.len()),
    };
    Some(format!(
        "line {} asks who else has an `Arc`: `{}`{more}. That is tested after a `join`; not every moment \
         is tried at which others let go of it",
        first.line, first.what
    ))
}

fn walk(tokens: TokenStream, found: &mut Vec<Unseen>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let ident = match token {
            TokenTree::Group(group) => {
                walk(group.stream(), found);
                continue;
            }
            TokenTree::Ident(ident) => ident,
            _ => continue,
        };
        let name = ident.to_string();
        let what = match &tokens[..at] {
            [.., TokenTree::Ident(owner), a, b]
                if is_colons(a, b)
                    && (owner == "Arc" || owner == "Weak")
                    && OF_ARC.contains(&name.as_str()) =>
            {
                format!("{owner}::{name}")
            }
            before if is_punct(before.last(), '.') && OF_WEAK.contains(&name.as_str()) => {
                format!(".{name}()")
            }
            _ => continue,
        };
        found.push(Unseen { line: ident.span().start().line, what });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        unseen(source).into_iter().map(|one| format!("{}: {}", one.line, one.what)).collect()
    }

    #[test]
    fn questions_about_who_else_has_it_are_found() {
        assert_eq!(
            found(
                "fn f() {\n  if Arc::strong_count(&a) == 1 {}\n  std::sync::Arc::try_unwrap(a)\n}"
            ),
            ["2: Arc::strong_count", "3: Arc::try_unwrap"]
        );
        assert_eq!(found("let a = weak.upgrade();"), ["1: .upgrade()"]);
        assert_eq!(found("let a = Weak::upgrade(&weak);"), ["1: Weak::upgrade"]);
    }

    #[test]
    fn what_only_looks_alike_is_not() {
        let source = "// Arc::strong_count\nfn get_mut() { cell.get_mut(); Mutex::into_inner(m); \
                      m.into_inner(); Arc::new(1); Arc::clone(&a); upgrade(); }";
        assert_eq!(found(source), [""; 0]);
    }
}
