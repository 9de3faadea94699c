//! BuildMode a mutant differs from the answer: in bodies of functions, which can be switched at run time,
//! or in more than that.
use std::collections::BTreeMap;

use syn::{ImplItem, Item, ItemImpl};

use crate::mutants::source::{Source, bytes, line};

/// What has to be built of a mutant.
pub(crate) enum Difference {
    /// Other bodies for functions that both have.
    Bodies(Vec<NewBody>),
    /// A type, a signature or a method is another: the mutant needs a copy of the tests.
    Types,
}

/// Another body for a function.
pub(crate) struct NewBody {
    pub(crate) function: String,
    /// Imports and functions of its own, if there are any.
    pub(crate) items: String,
    pub(crate) text: String,
    /// The line of the mutant's file in which `text` begins.
    pub(crate) line: usize,
}

pub(crate) fn between(answer: &Source, mutant: &Source) -> Difference {
    let Some(items) = additions(answer, mutant) else { return Difference::Types };
    let old: BTreeMap<String, _> =
        answer.functions().into_iter().map(|function| (function.name.clone(), function)).collect();
    let mut bodies = Vec::new();
    for new in mutant.functions() {
        let Some(old) = old.get(&new.name) else { continue };
        if old.signature != new.signature || old.signature.constness.is_some() {
            return Difference::Types;
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
    // A static that two bodies share must be one for both.
    let is_shared =
        bodies.len() > 1 && ["static ", "thread_local"].iter().any(|of| items.contains(of));
    if bodies.is_empty() || is_shared { Difference::Types } else { Difference::Bodies(bodies) }
}

/// Items that only the mutant has, to be put into a body; `None` if some cannot be.
fn additions(answer: &Source, mutant: &Source) -> Option<String> {
    let (old, new) = (&answer.file.items, &mutant.file.items);
    let is_in = |items: &[Item], item| items.iter().any(|other| is_same(other, item));
    // An import or a function that is not needed any more does no harm.
    let matters = |item: &&Item| !matches!(item, Item::Use(_) | Item::Fn(_));
    if !old.iter().filter(matters).all(|item| is_in(new, item)) {
        return None;
    }
    let added: Vec<&Item> = new.iter().filter(|item| !is_in(old, item)).collect();
    let mut items = String::new();
    for item in &added {
        // An `impl` inside of a body holds everywhere, for the answer and for all other mutants.
        if matches!(item, Item::Impl(item) if item.trait_.is_some()) {
            return None;
        }
        items.push_str(mutant.at(item));
        items.push('\n');
    }
    let old_methods = methods(answer);
    let new_types: Vec<String> = added
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Enum(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let is_known = |method: &String| {
        old_methods.contains(method)
            || new_types.iter().any(|of| method.starts_with(&format!("{of}::")))
    };
    methods(mutant).iter().all(is_known).then_some(items)
}

fn methods(source: &Source) -> Vec<String> {
    let functions = source.functions().into_iter().map(|function| function.name);
    functions.filter(|name| name.contains("::")).collect()
}

/// Whether two items are the same one, whatever is in the bodies of their functions.
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

    fn difference(mutant: &str) -> Difference {
        let parse = |text| Source::parse(text).expect("it is Rust");
        between(&parse(ANSWER), &parse(mutant))
    }

    #[test]
    fn a_body_is_switched_and_brings_what_it_needs() {
        let mutant =
            format!("{}fn two() -> u32 {{ 2 }}\n", ANSWER.replace("        1", "        two()"));
        let Difference::Bodies(bodies) = difference(&mutant) else { panic!("a type differs") };
        assert_eq!(bodies.len(), 1);
        assert_eq!((bodies[0].function.as_str(), bodies[0].line), ("A::go", 4));
        assert_eq!(bodies[0].items, "fn two() -> u32 { 2 }\n");
        assert!(bodies[0].text.contains("two()"));
    }

    #[test]
    fn another_type_signature_or_method_is_built_alone() {
        for (from, to) in [
            ("Mutex<u32>", "Mutex<u64>"),
            ("&self) -> u32", "&self) -> u64"),
            ("impl A {", "impl A {\n    fn help(&self) {}"),
        ] {
            assert!(matches!(difference(&ANSWER.replace(from, to)), Difference::Types), "{to}");
        }
    }
}
