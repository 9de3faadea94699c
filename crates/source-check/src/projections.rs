//! Shapes of two more soundness holes of rustc, both about projections: types that are named as the associated
//! type of another one, such as `I::Item`.
//!
//! - rust-lang/rust#84366: a closure may live longer than what it returns, so that `I: 'static` says nothing about
//!   `I::Item`, but rustc assumes that it does. Such a bound can be implied by a reference, without any lifetime in
//!   the file. Of std's types, `Peekable` has a field of such a type, which `peek_mut` writes.
//! - #152783: one associated type of an object has two values.
//! - #100051: rustc assumes for an implementation that a projection in its head is well-formed, which relates the
//!   lifetimes in it, and does not check that where the implementation is used.
use std::collections::BTreeSet;
use std::ops::Range;

use crate::finding::Finding;
use crate::messages;
use crate::signature::{Block, blocks, find};
use crate::syntax::is_keyword;
use crate::token::{Kind, Tokens};
use crate::type_names::{own_types, parameters};

/// The findings in a file.
pub(crate) fn check(tokens: &Tokens) -> Vec<Finding> {
    let all = || 0..tokens.len();
    let has_peekable = all().any(|at| is_one_of(tokens, at, &["Peekable", "peekable"]));
    let (parameters, own) = (parameters(tokens), own_types(tokens));
    let of_any = items_of_any_type(tokens, &parameters);
    let is_parameter = |at: usize| match tokens.text(at) {
        "Self" => of_any.iter().any(|item| item.contains(&at)),
        name => parameters.contains(name),
    };
    let is_own =
        |at: usize| tokens.is_name(at) && (is_parameter(at) || own.contains(tokens.text(at)));
    let find = |at| {
        let (what, why) = match tokens.text(at) {
            name @ ("peek_mut" | "next_if_map" | "next_if_map_mut")
                if tokens.is_name(at) && has_peekable =>
            {
                (name, messages::PEEK_MUT)
            }
            "<" if tokens.is(at + 1, ">") && !(at > 0 && tokens.is(at - 1, "use")) => {
                ("<>", messages::PROJECTION)
            }
            "<" if has_bound(tokens, at) => ("<…: …>", messages::PROJECTION),
            "<" if is_qualified(tokens, at, is_own) => ("<… as …>", messages::PROJECTION),
            bound if is_bound_of_iterator(tokens, at) => (bound, messages::PROJECTION),
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

/// Traits, and implementations for a type with a parameter that the file does not define: `Self` may be any type, or
/// have the types of any type.
fn items_of_any_type(tokens: &Tokens, parameters: &BTreeSet<&str>) -> Vec<Range<usize>> {
    let called = |items: [&str; 2]| -> BTreeSet<&str> {
        let named = (1..tokens.len()).filter(|at| items.iter().any(|it| tokens.is(at - 1, it)));
        named.map(|at| tokens.text(at)).collect()
    };
    let (defined, renamed) = (called(["struct", "enum"]), called(["type", "as"]));
    let is_any = |block: &&Block| {
        let (from, to) = block.of;
        let is_parameter = |at: usize| tokens.is_name(at) && parameters.contains(tokens.text(at));
        let name = tokens.text(from);
        let is_own = defined.contains(name) && !renamed.contains(name) && !is_parameter(from);
        from == to || !is_own && (from..to).any(is_parameter)
    };
    let end = |block: &Block| if tokens.is(block.open, "{") { block.close } else { tokens.len() };
    let items = blocks(tokens);
    items.iter().filter(is_any).map(|block| block.start..end(block)).collect()
}

/// Whether the type parameter at `at` is followed by one of its types: `I::Item`.
fn is_projected(tokens: &Tokens, at: usize) -> bool {
    let is_path = at > 0 && tokens.is(at - 1, "::");
    !is_path && is_type_of(tokens, at + 1)
}

/// Whether `::Item` is at `at`. `T::MAX` is a constant, and `T::new` a function.
fn is_type_of(tokens: &Tokens, at: usize) -> bool {
    let name = tokens.text(at + 1);
    let is_constant = name.len() > 1 && !name.contains(char::is_lowercase);
    tokens.is(at, "::") && name.starts_with(char::is_uppercase) && !is_constant
}

/// Whether the arguments of a trait bound one of its types: `Iterator<Item: Display>`.
fn has_bound(tokens: &Tokens, open: usize) -> bool {
    let name = open.wrapping_sub(1);
    let is_type = tokens.is_name(name) && tokens.text(name).starts_with(char::is_uppercase);
    let is_defined = |keyword: &&str| tokens.is(name.wrapping_sub(1), keyword);
    let is_definition = ["struct", "enum", "union", "trait", "type", "fn"].iter().any(is_defined);
    is_type && !is_definition && {
        let end = tokens.after_angles(open);
        let mut at = open + 1;
        let mut colons = false;
        while at < end {
            colons |= tokens.is(at, ":");
            at = tokens.close_or(at) + 1;
        }
        colons
    }
}

/// Whether the lifetime at `at` is a bound beside a trait with a type that is left open: `Iterator + 'static`.
fn is_bound_of_iterator(tokens: &Tokens, at: usize) -> bool {
    const OPEN: [&str; 8] = [
        "Iterator",
        "IntoIterator",
        "DoubleEndedIterator",
        "ExactSizeIterator",
        "FusedIterator",
        "ToOwned",
        "Deref",
        "Index",
    ];
    if tokens.kind(at) != Some(Kind::Lifetime) || at == 0 {
        return false;
    }
    let is_bound = |at: usize| ["+", ":"].iter().any(|it| tokens.is(at, it));
    let start = (at.saturating_sub(60)..at)
        .rev()
        .take_while(|at| !["(", "{", ";", ","].iter().any(|it| tokens.is(*at, it)));
    let start = start.last().unwrap_or(at);
    let end = find(tokens, at, &[",", "{", ";", ">", ")", "="]);
    let is_open = |at: usize| {
        let is_fixed = tokens.is(at + 1, "<")
            && (at + 1..tokens.after_angles(at + 1)).any(|at| tokens.is(at, "="));
        OPEN.iter().any(|it| tokens.is(at, it)) && !is_fixed
    };
    (is_bound(at - 1) || tokens.is(at + 1, "+")) && (start..end).any(is_open)
}

/// Whether `<…>::Item` is at `open`, of anything but types of std without lifetimes.
fn is_qualified(tokens: &Tokens, open: usize, is_own: impl Fn(usize) -> bool) -> bool {
    let before = open.wrapping_sub(1);
    // `Vec<T>`, `Vec::<T>` and `a < b` begin no path.
    let is_argument = tokens.is_name(before) && !is_keyword(tokens.text(before));
    let is_argument = is_argument || tokens.is(before, "::");
    let borrows = |at: usize| tokens.is(at, "&") || tokens.kind(at) == Some(Kind::Lifetime);
    let end = tokens.after_angles(open);
    let is_plain = |at: usize| !borrows(at) && !is_own(at) && !tokens.is(at, "Self");
    !is_argument && is_type_of(tokens, end) && !(open..end).all(is_plain)
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
            (
                "fn f<'a, I: Iterator>(_: &'a I, x: <I>::Item) -> Box<dyn Display + 'a> {}",
                "<… as …>",
            ),
            (
                "fn f<I: Iterator + 'static>(_: &I, x: <(I)>::Item) -> Box<dyn Display> {}",
                "<… as …>",
            ),
            (
                "fn f<#[allow()] I: Iterator + 'static>(_: &I, x: I::Item) -> Box<dyn Display> {}",
                "I",
            ),
            ("impl<I: Iterator> Show for I { fn f(x: Self::Item) {} }", "Self"),
            ("impl<I: Iterator> Show for Box<I> { fn f(x: Self::Item) {} }", "Self"),
            (
                "type B<I> = Box<I>; impl<I: Iterator> Show for B<I> { fn f(x: Self::Item) {} }",
                "Self",
            ),
            ("trait G<const N: usize = { 0 }>: Iterator { fn f(&self, x: Self::Item); }", "Self"),
            (
                "type S<T> = &'static T; impl G for O<<S<[u8; 0]> as TryFrom<u8>>::Error> {}",
                "<… as …>",
            ),
            ("struct Own; type A = <Own as Deref>::Target;", "<… as …>"),
            ("fn f<I: Iterator>(x: I<>::Item) {}", "<>"),
            ("struct Keep<I: Iterator>(pub(self) <I as Iterator>::Item);", "<… as …>"),
            ("impl<I> Show<<Self as Iterator>::Item> for Own<I> {} struct Own<I>(I);", "<… as …>"),
            ("fn f<X, I: Iterator<Item: From<X>>>(x: X) {}", "<…: …>"),
            ("fn f<I: Iterator + 'static>(it: I) -> Box<dyn Any> {}", "'static"),
            ("fn f<'x, I>(it: I) where I: 'x + Send + Iterator {}", "'x"),
            ("let mut it = all.peekable(); it.next_if_map(|_| Err::<(), _>(s));", "next_if_map"),
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
            assert!(found(source).contains(&what.to_owned()), "{source}: {:?}", found(source));
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
            "struct Own<T>(T); impl<T> Iterator for Own<T> { type Item = T; fn next(&mut self) -> Option<Self::Item> {} }",
            "fn f<'a, I: Iterator<Item = &'a str> + 'a, F: Fn() -> u8 + Send + 'static>(all: I) {} fn g() -> impl Fn() + use<> {}",
            "fn f(x: Vec<T>) { let y = Message::<T>::Stop; } fn g<T>(t: T) { x < y && Cat::<T>::Kind; }",
        ] {
            assert_eq!(found(source), [""; 0], "{source}");
        }
    }
}
