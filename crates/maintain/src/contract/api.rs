//! The public API of a file, by its tokens: `pub` items, `pub` functions of `impl`s, `pub` fields.
use std::collections::BTreeSet;
use std::str::FromStr;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Every public signature in `source`, each as one line.
pub(crate) fn of(source: &str) -> Result<BTreeSet<String>, String> {
    let tokens = TokenStream::from_str(source).map_err(|error| format!("no Rust: {error}"))?;
    let mut found = BTreeSet::new();
    items(tokens, "", &mut found);
    Ok(found)
}

/// Splits a module or an `impl` into items and keeps what is public of each.
fn items(tokens: TokenStream, path: &str, found: &mut BTreeSet<String>) {
    let mut item: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if is_punct(&token, '#') {
            // An attribute, inner or outer: `#[…]` or `#![…]`.
            tokens.next_if(|next| is_punct(next, '!'));
            tokens.next();
            continue;
        }
        let ends = is_punct(&token, ';') || is_body(&token) && !continues(&item);
        item.push(token);
        if ends {
            one(&item, path, found);
            item.clear();
        }
    }
}

/// A `{` that ends the item. In `const A: [u8; { 1 }] = …;` and `pub use a::{…};` it does not.
fn continues(item: &[TokenTree]) -> bool {
    let words = words(item);
    let kind = words.iter().find(|word| KINDS.contains(&word.as_str()));
    let is_const_fn = words.iter().any(|word| word == "fn");
    matches!(kind.map(String::as_str), Some("const" | "static" | "use" | "type")) && !is_const_fn
}

const KINDS: [&str; 12] = [
    "fn",
    "struct",
    "enum",
    "union",
    "trait",
    "impl",
    "mod",
    "const",
    "static",
    "use",
    "type",
    "macro_rules",
];

fn one(item: &[TokenTree], path: &str, found: &mut BTreeSet<String>) {
    let words = words(item);
    let kind = words.iter().find(|word| KINDS.contains(&word.as_str())).map(String::as_str);
    let body = item.last().and_then(|token| match token {
        TokenTree::Group(group) if is_body(token) => Some(group.stream()),
        _ => None,
    });
    let head = &item[..item.len() - 1];
    if kind == Some("impl") {
        // The functions of `impl A` are public by themselves, those of `impl Trait for A` by the trait.
        let is_of_trait = head.iter().any(|token| is_word(token, "for"));
        if let Some(body) = body.filter(|_| !is_of_trait) {
            items(body, &format!("{path}{} :: ", text(head)), found);
        }
        return;
    }
    if !is_public(item) {
        return;
    }
    match (kind, body) {
        (Some("struct" | "union"), Some(fields)) => {
            found.insert(format!("{path}{}", text(head)));
            for field in public_fields(fields) {
                found.insert(format!("{path}{} {{ {field} }}", text(head)));
            }
        }
        (Some("struct"), None) => {
            // A tuple struct: only its public fields show.
            let (fields, rest): (Vec<_>, Vec<_>) =
                head.iter().cloned().partition(|t| is_group(t, Delimiter::Parenthesis));
            found.insert(format!("{path}{}", text(&rest)));
            for fields in fields
                .into_iter()
                .filter_map(|token| if let TokenTree::Group(g) = token { Some(g) } else { None })
            {
                for field in public_fields(fields.stream()) {
                    found.insert(format!("{path}{} ({field})", text(&rest)));
                }
            }
        }
        (Some("mod"), Some(body)) => items(body, &format!("{path}{} :: ", text(head)), found),
        (Some("fn"), _) => {
            found.insert(format!("{path}{}", text(&without_mut(head))));
        }
        // Everything of an enum, a trait, a constant, an alias or a re-export is public.
        _ => {
            let end = if item.last().is_some_and(is_body) { item } else { head };
            found.insert(format!("{path}{}", text(end)));
        }
    }
}

/// The fields that begin with `pub`, without their attributes.
fn public_fields(fields: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = fields.into_iter().collect();
    let mut depth = 0_i32;
    let mut parts: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut after_hash = false;
    for token in tokens {
        if is_punct(&token, '#') {
            after_hash = true;
            continue;
        }
        if std::mem::take(&mut after_hash) {
            continue;
        }
        depth += i32::from(is_punct(&token, '<')) - i32::from(is_punct(&token, '>'));
        if is_punct(&token, ',') && depth <= 0 {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts.iter().filter(|part| is_public(part)).map(|part| text(part)).collect()
}

/// `pub`, and not `pub(crate)` or the like.
fn is_public(item: &[TokenTree]) -> bool {
    item.first().is_some_and(|token| is_word(token, "pub"))
        && !item.get(1).is_some_and(|token| {
            matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis
            && group.stream().into_iter().next().is_some_and(|first| {
                ["crate", "super", "self", "in"].iter().any(|word| is_word(&first, word))
            }))
        })
}

/// `mut x: T` among the parameters is the function's own business; `&mut T` is not.
fn without_mut(head: &[TokenTree]) -> Vec<TokenTree> {
    let parameters = |stream: TokenStream| -> TokenStream {
        let mut at_start = true;
        let kept = stream.into_iter().filter(|token| {
            let drop = at_start && is_word(token, "mut");
            at_start = is_punct(token, ',') || (at_start && drop);
            !drop
        });
        kept.collect()
    };
    head.iter()
        .map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                proc_macro2::Group::new(Delimiter::Parenthesis, parameters(group.stream())).into()
            }
            other => other.clone(),
        })
        .collect()
}

/// Tokens as a line: a blank where two words meet and after `,` and `:`, as people write.
fn text(tokens: &[TokenTree]) -> String {
    let mut out = String::new();
    write(tokens.iter().cloned().collect(), &mut out);
    out
}

fn write(tokens: TokenStream, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace if out.ends_with(':') => ("{", "}"),
                    Delimiter::Brace => (" {", "}"),
                    Delimiter::None => ("", ""),
                };
                let ends_in_word = out.ends_with(|c: char| c.is_alphanumeric());
                if open == "[" && ends_in_word {
                    out.push(' ');
                }
                out.push_str(open);
                write(group.stream(), out);
                // A comma after the last is a matter of lines.
                let kept = out.trim_end_matches([',', ' ']).len();
                out.truncate(kept);
                out.push_str(close);
            }
            TokenTree::Punct(punct) => {
                let spaced = matches!(punct.as_char(), '=' | '+' | '|' | '-')
                    && !out.ends_with(['-', '=', '<', '(', ' ']);
                if spaced {
                    out.push(' ');
                }
                out.push(punct.as_char());
                let alone = punct.spacing() == Spacing::Alone;
                let colon = punct.as_char() == ':'
                    && alone
                    && !matches!(tokens.get(at.wrapping_sub(1)), Some(TokenTree::Punct(p)) if p.as_char() == ':');
                if alone
                    && (matches!(punct.as_char(), ',' | '=' | '+' | '|')
                        || colon
                        || out.ends_with("->"))
                {
                    out.push(' ');
                }
            }
            word => {
                if out.ends_with(|c: char| {
                    c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '>' | '}' | '"')
                }) {
                    out.push(' ');
                }
                out.push_str(&word.to_string());
            }
        }
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
}

fn words(item: &[TokenTree]) -> Vec<String> {
    let idents = item.iter().filter(|token| matches!(token, TokenTree::Ident(_)));
    idents.map(ToString::to_string).collect()
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

fn is_body(token: &TokenTree) -> bool {
    is_group(token, Delimiter::Brace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(source: &str) -> Vec<String> {
        of(source).unwrap().into_iter().collect()
    }

    #[test]
    fn functions_show_their_signature_only() {
        assert_eq!(
            api(
                "/// Docs.\n#[must_use]\npub fn map<T, R>(inputs: Vec<T>, mut f: impl Fn(&mut T) -> R) -> Vec<R>\nwhere T: Send, { vec![] } fn private() {}"
            ),
            ["pub fn map<T, R>(inputs: Vec<T>, f: impl Fn(&mut T) -> R) -> Vec<R> where T: Send,"]
        );
    }

    #[test]
    fn structs_show_their_public_fields() {
        assert_eq!(
            api(
                "#[derive(Debug)] pub struct Cat { #[serde(skip)] pub name: String, age: u8 } pub struct Closed; pub struct P(pub u8, u16);"
            ),
            [
                "pub struct Cat",
                "pub struct Cat { pub name: String }",
                "pub struct Closed",
                "pub struct P",
                "pub struct P (pub u8)"
            ]
        );
    }

    #[test]
    fn methods_belong_to_their_type() {
        let source =
            "impl<T> Queue<T> { pub fn pop(&self) -> Option<T> { None } pub(crate) fn x() {} }
            impl<T> Drop for Queue<T> { fn drop(&mut self) {} }";
        assert_eq!(api(source), ["impl<T> Queue<T> :: pub fn pop(&self) -> Option<T>"]);
    }

    #[test]
    fn constants_show_their_value() {
        assert_eq!(
            api(
                "pub const LENGTH: usize = 15; const OTHER: [u8; 1] = [{ 1 }]; pub use std::{fmt, io};"
            ),
            ["pub const LENGTH: usize = 15", "pub use std::{fmt, io}"]
        );
    }
}
