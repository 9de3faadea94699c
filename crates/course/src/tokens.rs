//! Small questions about tokens.
use proc_macro2::TokenTree;

/// Whether two tokens are `::`.
pub(crate) fn is_colons(a: &TokenTree, b: &TokenTree) -> bool {
    is_punct(Some(a), ':') && is_punct(Some(b), ':')
}

/// Whether a token is this punctuation character.
pub(crate) fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}
