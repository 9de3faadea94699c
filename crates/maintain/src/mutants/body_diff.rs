//! Whether a mutant differs from the answer only in function bodies, which can be switched at run time.
use std::collections::BTreeMap;

use syn::{ImplItem, Item, ItemEnum, ItemImpl, ItemStruct};

use crate::mutants::source::{Source, bytes, line};

/// How a mutant differs from the answer.
pub(crate) enum BodyDiff {
    /// Only in the bodies of these functions.
    Bodies(Vec<NewBody>),
    /// In a type, a signature or a method, so the mutant needs its own copy of the tests.
    Types,
}

/// A mutated function body.
pub(crate) struct NewBody {
    pub(crate) function: String,
    /// Imports and functions that only the mutant has.
    pub(crate) items: String,
    pub(crate) text: String,
    /// The line of the mutant's file in which `text` begins.
    pub(crate) line: usize,
}

pub(crate) fn between(answer: &Source, mutant: &Source) -> BodyDiff {
    let Some(items) = additions(answer, mutant) else { return BodyDiff::Types };
    let old: BTreeMap<String, _> =
        answer.functions().into_iter().map(|function| (function.name.clone(), function)).collect();
    let mut bodies = Vec::new();
    for new in mutant.functions() {
        let Some(old) = old.get(&new.name) else { continue };
        if old.signature != new.signature || old.signature.constness.is_some() {
            return BodyDiff::Types;
        }
        if old.block != new.block && new.name != "main" {
            bodies.push(NewBody {
                function: new.name.clone(),
                items: items.clone(),
                text: mutant.at(new.block).to_owned(),
                line: line(&mutant.text, bytes(new.block).start),
            });
        }
    }
    // Two bodies that share a static must not get a copy each.
    let is_shared =
        bodies.len() > 1 && ["static ", "thread_local"].iter().any(|of| items.contains(of));
    if bodies.is_empty() || is_shared { BodyDiff::Types } else { BodyDiff::Bodies(bodies) }
}

/// Items that only the mutant has, to be moved into a body; `None` if that is not possible.
fn additions(answer: &Source, mutant: &Source) -> Option<String> {
    let (old, new) = (&answer.file.items, &mutant.file.items);
    let is_in = |items: &[Item], item| items.iter().any(|other| is_same(other, item));
    // An import or a function may become unused.
    let matters = |item: &&Item| !matches!(item, Item::Use(_) | Item::Fn(_));
    if !old.iter().filter(matters).all(|item| is_in(new, item)) {
        return None;
    }
    let added: Vec<&Item> = new.iter().filter(|item| !is_in(old, item)).collect();
    let mut items = String::new();
    for item in &added {
        // An `impl` inside a body applies everywhere: to the answer and to all other mutants.
        if matches!(item, Item::Impl(item) if item.trait_.is_some()) {
            return None;
        }
        items.push_str(mutant.at(item));
        items.push('\n');
    }
    let old_methods = methods(answer);
    let new_types = added.iter().filter_map(|item| match item {
        Item::Struct(ItemStruct { ident, .. }) | Item::Enum(ItemEnum { ident, .. }) => {
            Some(format!("{ident}::"))
        }
        _ => None,
    });
    let new_types: Vec<String> = new_types.collect();
    let is_known = |method: &String| {
        old_methods.contains(method) || new_types.iter().any(|of| method.starts_with(of))
    };
    methods(mutant).iter().all(is_known).then_some(items)
}

fn methods(source: &Source) -> Vec<String> {
    let functions = source.functions().into_iter().map(|function| function.name);
    functions.filter(|name| name.contains("::")).collect()
}

/// Whether two items are the same except for function bodies.
fn is_same(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Item::Fn(one), Item::Fn(other)) => one.sig.ident == other.sig.ident,
        (Item::Impl(one), Item::Impl(other)) => {
            let rest = |of: &ItemImpl| -> Vec<ImplItem> {
                let rest = of.items.iter().filter(|item| !matches!(item, ImplItem::Fn(_)));
                rest.cloned().collect()
            };
            let head = |of: &ItemImpl| (of.attrs.clone(), of.trait_.clone());
            one.self_ty == other.self_ty
                && one.generics == other.generics
                && head(one) == head(other)
                && rest(one) == rest(other)
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "use std::sync::Mutex;\npub struct A(Mutex<u32>);\n\
        impl A {\n    pub fn go(&self) -> u32 {\n        1\n    }\n}\n";

    fn diff(mutant: &str) -> BodyDiff {
        let parse = |text| Source::parse(text).expect("it parses");
        between(&parse(ANSWER), &parse(mutant))
    }

    #[test]
    fn a_body_is_switched_together_with_the_items_that_it_needs() {
        let mutant =
            format!("{}fn two() -> u32 {{ 2 }}\n", ANSWER.replace("        1", "        two()"));
        let BodyDiff::Bodies(bodies) = diff(&mutant) else { panic!("a type differs") };
        assert_eq!(bodies.len(), 1);
        assert_eq!((bodies[0].function.as_str(), bodies[0].line), ("A::go", 4));
        assert_eq!(bodies[0].items, "fn two() -> u32 { 2 }\n");
        assert!(bodies[0].text.contains("two()"));
    }

    #[test]
    fn a_changed_type_signature_or_method_is_built_alone() {
        for (from, to) in [
            ("Mutex<u32>", "Mutex<u64>"),
            ("&self) -> u32", "&self) -> u64"),
            ("impl A {", "impl A {\n    fn help(&self) {}"),
        ] {
            assert!(matches!(diff(&ANSWER.replace(from, to)), BodyDiff::Types), "{to}");
        }
    }
}
