//! An answer as text and syntax tree, and the functions that can be mutated.
use std::collections::BTreeSet;
use std::ops::Range;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, File, ImplItem, Item, ItemStruct, Signature, Type};

/// A parsed text.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) file: File,
}

/// A function with a body.
pub(crate) struct Function<'a> {
    /// `Account::deposit`, `transfer`, or `TooLong::fmt (Display)`.
    pub(crate) name: String,
    pub(crate) signature: &'a Signature,
    pub(crate) block: &'a Block,
}

impl Function<'_> {
    pub(crate) fn implements_a_trait(&self) -> bool {
        self.name.ends_with(')')
    }
}

impl Source {
    pub(crate) fn parse(text: &str) -> syn::Result<Self> {
        Ok(Self { text: text.to_owned(), file: syn::parse_file(text)? })
    }

    /// All functions and methods, in the order of the file.
    pub(crate) fn functions(&self) -> Vec<Function<'_>> {
        let mut functions = Vec::new();
        for item in &self.file.items {
            match item {
                Item::Fn(item) => functions.push(Function {
                    name: item.sig.ident.to_string(),
                    signature: &item.sig,
                    block: &item.block,
                }),
                Item::Impl(item) => {
                    let of = type_name(&item.self_ty);
                    let by = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
                    for inner in &item.items {
                        let ImplItem::Fn(method) = inner else { continue };
                        let name = format!("{of}::{}", method.sig.ident);
                        functions.push(Function {
                            name: by.map_or_else(
                                || name.clone(),
                                |segment| format!("{name} ({})", segment.ident),
                            ),
                            signature: &method.sig,
                            block: &method.block,
                        });
                    }
                }
                _ => {}
            }
        }
        functions
    }

    /// The functions that a test can call: not `main`, and not those that only `main` uses.
    pub(crate) fn tested(&self) -> Vec<Function<'_>> {
        let functions = self.functions();
        let mut unreached: BTreeSet<usize> =
            (0..functions.len()).filter(|at| functions[*at].name == "main").collect();
        loop {
            let lost = (0..functions.len()).find(|at| {
                !unreached.contains(at)
                    && self.is_private(&functions[*at].name)
                    && !functions.iter().enumerate().any(|(other, function)| {
                        other != *at
                            && !unreached.contains(&other)
                            && mentions(function.block, &functions[*at].signature.ident)
                    })
            });
            let Some(lost) = lost else { break };
            unreached.insert(lost);
        }
        let reached = functions.into_iter().enumerate();
        reached.filter(|(at, _)| !unreached.contains(at)).map(|(_, function)| function).collect()
    }

    /// Whether this is a free function without `pub`.
    fn is_private(&self, name: &str) -> bool {
        self.file.items.iter().any(|item| {
            matches!(item, Item::Fn(item) if item.sig.ident == name
                && matches!(item.vis, syn::Visibility::Inherited))
        })
    }

    pub(crate) fn structs(&self) -> impl Iterator<Item = &ItemStruct> {
        self.file.items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item),
            _ => None,
        })
    }

    pub(crate) fn at(&self, node: &(impl Spanned + ?Sized)) -> &str {
        &self.text[bytes(node)]
    }
}

/// The position of a node in the text.
pub(crate) fn bytes(node: &(impl Spanned + ?Sized)) -> Range<usize> {
    node.span().byte_range()
}

/// Whether a node contains another one.
pub(crate) fn contains(outer: &(impl Spanned + ?Sized), inner: &(impl Spanned + ?Sized)) -> bool {
    let (outer, inner) = (bytes(outer), bytes(inner));
    outer.start <= inner.start && inner.end <= outer.end
}

/// The line of a byte offset, from 1.
pub(crate) fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Whether a block contains this name, including in macros.
fn mentions(block: &Block, name: &syn::Ident) -> bool {
    fn any(tokens: proc_macro2::TokenStream, name: &syn::Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == *name,
            proc_macro2::TokenTree::Group(group) => any(group.stream(), name),
            _ => false,
        })
    }
    any(block.to_token_stream(), name)
}

/// The name of a type without its generics.
fn type_name(of: &Type) -> String {
    match of {
        Type::Path(path) => {
            path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default()
        }
        other => other.to_token_stream().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "pub struct A;\nimpl A { pub fn go(&self) { help() } }\n\
        impl Clone for A { fn clone(&self) -> A { A } }\n\
        fn help() {}\nfn show() { deep() }\nfn deep() {}\npub fn main() { show() }\n";

    #[test]
    fn functions_that_only_main_uses_are_not_tested() {
        let source = Source::parse(TEXT).expect("it parses");
        let names: Vec<String> = source.tested().into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["A::go", "A::clone (Clone)", "help"]);
    }

    #[test]
    fn a_node_has_a_position_in_the_text() {
        let source = Source::parse(TEXT).expect("it parses");
        assert_eq!(source.at(source.functions()[0].block), "{ help() }");
        assert_eq!(line(TEXT, bytes(source.functions()[0].block).start), 2);
    }
}
