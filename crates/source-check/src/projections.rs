//! Shapes of two more soundness holes of rustc, both about projections: types that are named as the associated
//! type of another one, such as `I::Item`.
//!
//! - rust-lang/rust#84366: a closure may live longer than what it returns, so that `I: 'static` says nothing about
//!   `I::Item`, but rustc assumes that it does. Such a bound can be implied by a reference, without any lifetime in
//!   the file. Of std's types, `Peekable` has a field of such a type, which `peek_mut` writes.
//! - #100051: rustc assumes for an implementation that a projection in its head is well-formed, which relates the
//!   lifetimes in it, and does not check that where the implementation is used.
use std::collections::BTreeSet;
use std::ops::Range;

use crate::finding::Finding;
use crate::messages;
use crate::token::{Kind, Tokens};

/// The findings in a file.
pub(crate) fn check(tokens: &Tokens) -> Vec<Finding> {
    let all = || 0..tokens.len();
    let has_peekable = all().any(|at| is_one_of(tokens, at, &["Peekable", "peekable"]));
    let (parameters, traits) = (parameters(tokens), bodies_of_traits(tokens));
    let is_parameter = |at: usize| match tokens.text(at) {
        "Self" => traits.iter().any(|body| body.contains(&at)),
        name => parameters.contains(name),
    };
    let find = |at| {
        let (what, why) = match tokens.text(at) {
            "peek_mut" if tokens.is_name(at) && has_peekable => ("peek_mut", messages::PEEK_MUT),
            "<" if is_qualified(tokens, at, is_parameter) => ("<… as …>", messages::PROJECTION),
            name if is_parameter(at) && is_projected(tokens, at) => (name, messages::PROJECTION),
            _ => return None,
        };
        Some(Finding::new(tokens.line(at), what, why))
    };
    all().filter_map(find).collect()
}

fn is_one_of(tokens: &Tokens, at: usize, names: &[&str]) -> bool {
    tokens.is_name(at) && names.contains(&tokens.text(at))
}

/// The bodies of traits, in which `Self` may be any type.
fn bodies_of_traits(tokens: &Tokens) -> Vec<Range<usize>> {
    // From the end, so that a file without a body is not searched once for each trait.
    let (mut bodies, mut next) = (Vec::new(), None);
    for at in (0..tokens.len()).rev() {
        if tokens.is(at, "{") {
            next = Some(at..tokens.close(at));
        } else if tokens.is(at, "trait") {
            bodies.extend(next.clone());
        }
    }
    bodies
}

/// The type parameters of all items.
pub(crate) fn parameters(tokens: &Tokens) -> BTreeSet<&str> {
    let mut parameters = BTreeSet::new();
    for at in 0..tokens.len() {
        let is_item = ["struct", "enum", "trait", "type", "fn"].iter().any(|it| tokens.is(at, it));
        let generics = if is_item { at + 2 } else { at + 1 };
        if (is_item || tokens.is(at, "impl")) && tokens.is(generics, "<") {
            let end = tokens.after_angles(generics);
            let is_first = |at: &usize| tokens.is(at - 1, "<") || tokens.is(at - 1, ",");
            let names = (generics + 1..end).filter(|at| tokens.is_name(*at)).filter(is_first);
            parameters.extend(names.map(|at| tokens.text(at)));
        }
    }
    parameters
}

/// Whether the type parameter at `at` is followed by one of its types: `I::Item` or `<I>::Item`.
fn is_projected(tokens: &Tokens, at: usize) -> bool {
    let is_path = at > 0 && tokens.is(at - 1, "::");
    let is_in_angles = at > 0 && tokens.is(at - 1, "<") && tokens.is(at + 1, ">");
    !is_path && is_type_of(tokens, if is_in_angles { at + 2 } else { at + 1 })
}

/// Whether `::Item` is at `at`. `T::MAX` is a constant, and `T::new` a function.
fn is_type_of(tokens: &Tokens, at: usize) -> bool {
    let name = tokens.text(at + 1);
    let is_constant = name.len() > 1 && !name.contains(char::is_lowercase);
    tokens.is(at, "::") && name.starts_with(char::is_uppercase) && !is_constant
}

/// Whether `<… as …>::Item` is at `open`, with several lifetimes or a type parameter.
fn is_qualified(tokens: &Tokens, open: usize, is_parameter: impl Fn(usize) -> bool) -> bool {
    let end = tokens.after_angles(open);
    let mut lifetimes = BTreeSet::new();
    let (mut has_as, mut has_parameter) = (false, false);
    for at in open..end {
        has_as |= tokens.is(at, "as");
        has_parameter |= tokens.is_name(at) && is_parameter(at);
        if tokens.kind(at) == Some(Kind::Lifetime) {
            lifetimes.insert(tokens.text(at));
        }
    }
    has_as && is_type_of(tokens, end) && (has_parameter || lifetimes.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        check(&Tokens::parse(source).unwrap()).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn projections_that_rustc_trusts_too_much_are_found() {
        for (source, what) in [
            ("fn f<I: Iterator + 'static>(_: &I, x: I::Item) -> Box<dyn Display> {}", "I"),
            (
                "fn f<I: Iterator>(_: &I, x: <Fuse<I> as Iterator>::Item) -> Box<dyn Display> {}",
                "<… as …>",
            ),
            ("fn f<'a, I: Iterator>(_: &'a I, x: <I>::Item) -> Box<dyn Display + 'a> {}", "I"),
            ("struct Keep<I: Iterator + 'static>(Option<I::Item>);", "I"),
            (
                "trait G: Iterator + 'static { fn f(&self, x: Self::Item) -> Box<dyn Display>; }",
                "Self",
            ),
            ("use std::iter::Peekable; fn f() { *it.peek_mut().unwrap() = s; }", "peek_mut"),
            ("fn f() { let it = all.peekable(); Iter::peek_mut(&mut it); }", "peek_mut"),
            (
                "impl<'a, 'b> G<'a, 'b> for O<<&'b [&'a ()] as TryFrom<&'b [&'a ()]>>::Error> {}",
                "<… as …>",
            ),
            ("type E<T> = <T as TryFrom<T>>::Error;", "<… as …>"),
            ("type E<'a, 'b> = <&'a [&'b (); 0] as TryFrom<u8>>::Error;", "<… as …>"),
            ("type E<'a, 'b> = <Y<'a, 'b> as TryFrom<u8>>::Error;", "<… as …>"),
        ] {
            assert_eq!(found(source), [what], "{source}");
        }
    }

    #[test]
    fn honest_projections_are_accepted() {
        for source in [
            "fn f<I: Iterator<Item = T>, T>(all: I) -> Vec<T> { 'next: loop { continue 'next; } }",
            "fn f<'a, I: Iterator<Item = &'a str>>(all: I) {}",
            "impl<'a> Iterator for Cats<'a> { type Item = &'a Cat; fn next(&mut self) -> Option<Self::Item> {} }",
            "fn f<T: Bounded>(x: &'static str) -> u32 { T::MAX } fn g<T: Default>(x: &'static str) { T::default() }",
            "fn f(heap: &mut BinaryHeap<u32>, x: &'static str) { heap.peek_mut(); }",
            "fn f(x: u64, y: &'static str) -> bool { x < y as u64 && <T as Pet>::MAX > <Cat as Pet<'_>>::name() > 1 }",
            "type Parsed = <u32 as FromStr>::Err; use std::fmt as f;",
        ] {
            assert_eq!(found(source), [""; 0], "{source}");
        }
    }
}
