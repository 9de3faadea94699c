//! The public API of a source file: its public items without bodies, private fields and attributes.
use std::collections::BTreeSet;
use std::mem;

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Field, Fields, File, ImplItem, ImplItemConst, ImplItemFn, Item, ItemConst,
    ItemEnum, ItemFn, ItemImpl, ItemMod, ItemStatic, ItemStruct, ItemTrait, ItemType, ItemUse,
    PatIdent, Visibility, parse_quote,
};

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

/// The public items of a file, without what is not part of the API.
fn items(source: &str) -> syn::Result<Vec<Item>> {
    let mut items = syn::parse_file(source)?.items;
    Api.visit_items(&mut items);
    Ok(items)
}

/// Removes private items and fields, attributes, bodies, and `mut` in front of parameters.
struct Api;

impl VisitMut for Api {
    fn visit_item_mod_mut(&mut self, of: &mut ItemMod) {
        of.attrs.clear();
        self.visit_items(&mut of.content.get_or_insert_default().1);
    }

    fn visit_item_impl_mut(&mut self, of: &mut ItemImpl) {
        of.items.retain(|item| match item {
            ImplItem::Fn(ImplItemFn { vis, .. }) | ImplItem::Const(ImplItemConst { vis, .. }) => {
                is_public(vis)
            }
            _ => false,
        });
        visit_mut::visit_item_impl_mut(self, of);
    }

    /// A struct with only private fields has `{}`.
    fn visit_item_struct_mut(&mut self, of: &mut ItemStruct) {
        let public = |fields: &mut Punctuated<Field, _>| {
            let all = mem::take(fields).into_iter();
            *fields = all.filter(|field| is_public(&field.vis)).collect();
        };
        match &mut of.fields {
            Fields::Named(fields) => public(&mut fields.named),
            Fields::Unnamed(fields) => public(&mut fields.unnamed),
            Fields::Unit => {}
        }
        if matches!(&of.fields, Fields::Unnamed(fields) if fields.unnamed.is_empty()) {
            of.fields = Fields::Named(parse_quote!({}));
            of.semi_token = None;
        }
        visit_mut::visit_item_struct_mut(self, of);
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.clear();
    }

    fn visit_block_mut(&mut self, body: &mut Block) {
        body.stmts.clear();
    }

    fn visit_pat_ident_mut(&mut self, parameter: &mut PatIdent) {
        parameter.mutability = None;
    }
}

impl Api {
    fn visit_items(&mut self, items: &mut Vec<Item>) {
        items.retain(|item| match item {
            // The methods of `impl Trait for Type` are public through the trait.
            Item::Impl(item) => item.trait_.is_none(),
            Item::Const(ItemConst { vis, .. })
            | Item::Enum(ItemEnum { vis, .. })
            | Item::Fn(ItemFn { vis, .. })
            | Item::Mod(ItemMod { vis, .. })
            | Item::Static(ItemStatic { vis, .. })
            | Item::Struct(ItemStruct { vis, .. })
            | Item::Trait(ItemTrait { vis, .. })
            | Item::Type(ItemType { vis, .. })
            | Item::Use(ItemUse { vis, .. }) => is_public(vis),
            _ => false,
        });
        items.iter_mut().for_each(|item| self.visit_item_mut(item));
        items.retain(|item| !matches!(item, Item::Impl(item) if item.items.is_empty()));
    }
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
