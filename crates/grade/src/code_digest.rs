//! A digest of code without its comments and spacing, to find copies.
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use crate::digest::digest;

/// The digest of the tokens of a file, or of its text if it has no valid tokens.
pub(crate) fn code_digest(text: &str) -> String {
    match TokenStream::from_str(text) {
        Ok(tokens) => digest(words(tokens)),
        Err(_) => digest(text.split_whitespace()),
    }
}

/// The tokens as text. The stack is on the heap, because a submission can nest brackets as deeply as it
/// likes.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    let level = |tokens: TokenStream| tokens.into_iter().collect::<Vec<_>>().into_iter();
    let mut stack = vec![level(tokens)];
    while let Some(tokens) = stack.last_mut() {
        let doc = doc_comment(tokens.as_slice());
        if doc > 0 {
            tokens.nth(doc - 1);
            continue;
        }
        match tokens.next() {
            Some(TokenTree::Group(group)) => {
                words.push(format!("{:?}", group.delimiter()));
                stack.push(level(group.stream()));
            }
            Some(token) => words.push(token.to_string()),
            None => {
                words.push("end".to_owned());
                stack.pop();
            }
        }
    }
    words
}

/// How many of the next tokens are a doc comment: it is an attribute `#[doc = "…"]` or `#![doc = "…"]`.
fn doc_comment(tokens: &[TokenTree]) -> usize {
    let is = |token: &TokenTree, c| matches!(token, TokenTree::Punct(p) if p.as_char() == c);
    match tokens {
        [hash, TokenTree::Group(group), ..] if is(hash, '#') && is_doc(&group.stream()) => 2,
        [hash, bang, TokenTree::Group(group), ..]
            if is(hash, '#') && is(bang, '!') && is_doc(&group.stream()) =>
        {
            3
        }
        _ => 0,
    }
}

fn is_doc(attribute: &TokenStream) -> bool {
    matches!(attribute.clone().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_spacing_do_not_count() {
        let plain = code_digest("fn f() { g(1) }");
        assert_eq!(code_digest("//! Ada\n/// doc\nfn f() {\n    g( 1 ) // call\n}\n"), plain);
        assert_ne!(code_digest("fn f() { g(2) }"), plain);
        assert_ne!(code_digest("fn f() { (g 1) }"), plain);
    }

    #[test]
    fn deep_nesting_and_broken_code_have_a_digest() {
        let deep = "(".repeat(100_000) + &")".repeat(100_000);
        assert_eq!(code_digest(&deep).len(), 64);
        assert_eq!(code_digest("fn f( {"), code_digest("fn  f( {"));
    }
}
