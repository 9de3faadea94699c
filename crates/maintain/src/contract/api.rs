//! The public API of a source file: its public items without bodies, private fields and attributes.
use std::collections::BTreeSet;

use syn::punctuated::Punctuated;
use syn::{Field, Fields, File, FnArg, ImplItem, Item, Pat, Signature, Visibility, parse_quote};

/// The public items as Rust code, in the order of the source.
pub(crate) fn code(source: &str) -> syn::Result<String> {
    Ok(render(&items(source)?))
}

/// Every public signature on a line of its own; methods have their `impl` in front.
pub(crate) fn signatures(source: &str) -> syn::Result<BTreeSet<String>> {
    let mut signatures = BTreeSet::new();
    for item in items(source)? {
        let parts = match item {
            Item::Impl(of) => {
                let part = |item: &ImplItem| {
                    let mut one = of.clone();
                    one.items = vec![item.clone()];
                    Item::Impl(one)
                };
                of.items.iter().map(part).collect()
            }
            item => vec![item],
        };
        signatures.extend(
            parts
                .into_iter()
                .map(|part| render(&[part]).split_whitespace().collect::<Vec<_>>().join(" ")),
        );
    }
    Ok(signatures)
}

fn render(items: &[Item]) -> String {
    let file = File { shebang: None, attrs: Vec::new(), items: items.to_vec() };
    let lines = prettyplease::unparse(&file);
    let lines = lines.lines().map(|line| match line.strip_suffix(" {}") {
        Some(start) if start.trim_start().starts_with("pub struct") => {
            format!("{start} {{ /* private fields */ }}\n")
        }
        Some(start) if !start.trim().is_empty() => format!("{start};\n"),
        _ => format!("{line}\n"),
    });
    // A `where` clause puts the braces on a line of their own.
    lines.collect::<String>().replace(",\n{}\n", ";\n").replace(",\n    {}\n", ";\n")
}

fn items(source: &str) -> syn::Result<Vec<Item>> {
    Ok(syn::parse_file(source)?.items.into_iter().filter_map(public).collect())
}

/// The public part of an item.
fn public(item: Item) -> Option<Item> {
    match item {
        Item::Fn(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            of.sig = without_mut(of.sig);
            of.block = parse_quote!({});
            Some(Item::Fn(of))
        }
        Item::Struct(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            of.fields = public_fields(of.fields);
            of.semi_token =
                matches!(of.fields, Fields::Unnamed(_) | Fields::Unit).then(Default::default);
            Some(Item::Struct(of))
        }
        Item::Enum(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            of.variants.iter_mut().for_each(|variant| variant.attrs.clear());
            Some(Item::Enum(of))
        }
        // The methods of `impl Trait for Type` are public through the trait.
        Item::Impl(mut of) if of.trait_.is_none() => {
            of.attrs.clear();
            of.items = of.items.into_iter().filter_map(public_member).collect();
            (!of.items.is_empty()).then_some(Item::Impl(of))
        }
        Item::Mod(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            let (brace, items) = of.content?;
            of.content = Some((brace, items.into_iter().filter_map(public).collect()));
            Some(Item::Mod(of))
        }
        Item::Const(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            Some(Item::Const(of))
        }
        Item::Trait(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            Some(Item::Trait(of))
        }
        Item::Static(syn::ItemStatic { ref vis, .. })
        | Item::Type(syn::ItemType { ref vis, .. })
        | Item::Use(syn::ItemUse { ref vis, .. })
            if is_public(vis) =>
        {
            Some(item)
        }
        _ => None,
    }
}

fn public_member(item: ImplItem) -> Option<ImplItem> {
    match item {
        ImplItem::Fn(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            of.sig = without_mut(of.sig);
            of.block = parse_quote!({});
            Some(ImplItem::Fn(of))
        }
        ImplItem::Const(mut of) if is_public(&of.vis) => {
            of.attrs.clear();
            Some(ImplItem::Const(of))
        }
        _ => None,
    }
}

/// Without private fields; a struct with only private fields has `{}`.
fn public_fields(fields: Fields) -> Fields {
    let public = |fields: Punctuated<Field, _>| -> Punctuated<Field, _> {
        let fields = fields.into_iter().filter(|field| is_public(&field.vis));
        fields.map(|field| Field { attrs: Vec::new(), ..field }).collect()
    };
    match fields {
        Fields::Named(mut of) => {
            of.named = public(of.named);
            Fields::Named(of)
        }
        Fields::Unnamed(mut of) => {
            of.unnamed = public(of.unnamed);
            match of.unnamed.is_empty() {
                true => Fields::Named(parse_quote!({})),
                false => Fields::Unnamed(of),
            }
        }
        Fields::Unit => Fields::Unit,
    }
}

/// `mut x: T` among the parameters is not part of the signature.
fn without_mut(mut signature: Signature) -> Signature {
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input
            && let Pat::Ident(name) = &mut *typed.pat
        {
            name.mutability = None;
        }
    }
    signature
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "
        use std::sync::Mutex;
        /// A list.
        #[derive(Debug)]
        pub struct List { pub name: String, items: Mutex<Vec<u8>> }
        pub struct Id(u32);
        pub struct TooLong(pub usize);
        pub enum Kind { /// One.
            A, B(u8) }
        pub const LENGTH: usize = 15;
        impl List {
            /// Adds.
            pub fn add(&self, mut item: u8) -> bool { self.items.lock().unwrap().push(item); true }
            pub(crate) fn inner(&self) {}
            fn private(&self) {}
        }
        impl Clone for List { fn clone(&self) -> List { todo!() } }
        pub fn map<T, R>(items: Vec<T>, f: impl Fn(T) -> R) -> Vec<R> where T: Send { items.into_iter().map(f).collect() }
        fn main() {}
    ";

    #[test]
    fn only_public_signatures_are_left() {
        insta::assert_snapshot!(code(SOURCE).expect("it parses"));
    }

    #[test]
    fn methods_are_compared_one_by_one() {
        let signatures = signatures(SOURCE).expect("it parses");
        assert!(signatures.contains("impl List { pub fn add(&self, item: u8) -> bool; }"));
        assert!(signatures.contains("pub struct Id { /* private fields */ }"));
        assert_eq!(signatures.len(), 7, "{signatures:?}");
    }
}
