//! Finds calls whose result depends on the other owners of an `Arc`. The engine uses std's own `Arc`, so it
//! does not interleave these calls with drops in other threads. Once those threads are joined, the result is
//! correct.
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

/// A call that depends on the other owners of an `Arc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArcQuery {
    /// The line, counted from 1.
    pub line: usize,
    /// The call as written, such as `Arc::strong_count`.
    pub what: String,
}

/// Associated functions of `Arc` and `Weak`. `make_mut` and `unwrap_or_clone` are not among them, because a
/// copy has the same value as the original.
const FUNCTIONS: [&str; 6] =
    ["get_mut", "into_inner", "strong_count", "try_unwrap", "upgrade", "weak_count"];

/// Methods that no other type in std has.
const METHODS: [&str; 3] = ["strong_count", "upgrade", "weak_count"];

/// Finds the calls in `source` that depend on the other owners of an `Arc`.
pub fn arc_queries(source: &str) -> Vec<ArcQuery> {
    let mut found = Vec::new();
    if let Ok(tokens) = TokenStream::from_str(source) {
        collect_queries(tokens, &mut found);
    }
    found
}

/// A warning about these calls, if there are any.
pub fn warning(queries: &[ArcQuery]) -> Option<String> {
    let (first, rest) = queries.split_first()?;
    let more = match rest {
        [] => String::new(),
        rest => format!(" (and {} more)", rest.len()),
    };
    Some(format!(
        "line {} calls `{}`{more}: the tests do not explore every order of this call and of drops in \
         other threads",
        first.line, first.what
    ))
}

fn collect_queries(tokens: TokenStream, found: &mut Vec<ArcQuery>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let ident = match token {
            TokenTree::Group(group) => {
                collect_queries(group.stream(), found);
                continue;
            }
            TokenTree::Ident(ident) => ident,
            _ => continue,
        };
        let name = ident.to_string();
        let what = match &tokens[..at] {
            [.., TokenTree::Ident(owner), a, b]
                if is_punct(Some(a), ':')
                    && is_punct(Some(b), ':')
                    && (owner == "Arc" || owner == "Weak")
                    && FUNCTIONS.contains(&name.as_str()) =>
            {
                format!("{owner}::{name}")
            }
            before if is_punct(before.last(), '.') && METHODS.contains(&name.as_str()) => {
                format!(".{name}()")
            }
            _ => continue,
        };
        found.push(ArcQuery { line: ident.span().start().line, what });
    }
}

/// Whether a token is this punctuation character.
fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        arc_queries(source).into_iter().map(|one| format!("{}: {}", one.line, one.what)).collect()
    }

    #[test]
    fn queries_are_found() {
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
    fn similar_code_is_not_a_query() {
        let source = "// Arc::strong_count\nfn get_mut() { cell.get_mut(); Mutex::into_inner(m); \
                      m.into_inner(); Arc::new(1); Arc::make_mut(&mut a); Arc::clone(&a); upgrade(); }";
        assert_eq!(found(source), [""; 0]);
    }
}
