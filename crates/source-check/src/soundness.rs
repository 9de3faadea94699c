//! Shapes of the known soundness holes of rustc, with which safe code could write into any memory. No
//! solution needs one of them.
//!
//! - rust-lang/rust#25860: a function that relates two lifetimes by the type of a parameter, such as
//!   `&'a &'b ()`, loses that relation when it becomes a function pointer. `function_values` refuses the rest.
//! - #84591: `for<'a>` on a trait loses such a relation in the supertraits.
//! - #57893, #135011, #152607, #152783: an associated type has two values, or one without a bound that it must have.
use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::messages;
use crate::signature::find;
use crate::token::{Kind, Tokens};

/// The keywords before a name that a file gives to a type.
const ITEMS: [&str; 6] = ["struct", "enum", "trait", "type", "union", "as"];

/// The findings in a file.
pub(crate) fn check(tokens: &Tokens) -> Vec<Finding> {
    let traits = names_of_traits(tokens);
    let own_scope = (0..tokens.len())
        .any(|at| tokens.is(at + 1, "Scope") && ITEMS.iter().any(|item| tokens.is(at, item)));
    let mut findings = Vec::new();
    for at in 0..tokens.len() {
        let found = match tokens.text(at) {
            _ if tokens.kind(at) == Some(Kind::RawName) => None,
            "&" if is_reference_to_reference(tokens, at) => Some("&'a &'b"),
            "fn" if tokens.is(at + 1, "(") => function_pointer(tokens, at),
            "fn" if tokens.is_name(at + 1) => function(tokens, at, own_scope),
            "for" if tokens.is(at + 1, "<") && !tokens.is(at + 2, "_") => {
                for_lifetimes(tokens, at, &traits)
            }
            "static" | "const" if tokens.is_name(at + 1) => constant(tokens, at),
            "trait" if tokens.is_name(at + 1) => associated_type(tokens, at),
            _ => None,
        };
        findings.extend(found.map(|what| {
            let why = match what {
                "trait with a type" => messages::ASSOCIATED_TYPE,
                "fn pointer" => messages::FUNCTION_POINTER,
                _ => messages::LIFETIMES,
            };
            Finding::new(tokens.line(at), what, why)
        }));
    }
    findings
}

fn names_of_traits(tokens: &Tokens) -> BTreeSet<&str> {
    let is_definition = |at: &usize| tokens.is(*at, "trait") || tokens.is(*at, "as");
    (0..tokens.len()).filter(is_definition).map(|at| tokens.text(at + 1)).collect()
}

/// A lifetime with a name: `'a` or `'static`, not `'_`.
fn lifetime(tokens: &Tokens, at: usize) -> Option<&str> {
    let is_named = tokens.kind(at) == Some(Kind::Lifetime) && tokens.text(at) != "'_";
    is_named.then(|| tokens.text(at))
}

/// `&'a &'b T`, also with `mut`. `&'a &'static T` relates nothing.
fn is_reference_to_reference(tokens: &Tokens, at: usize) -> bool {
    let Some(outer) = lifetime(tokens, at + 1) else { return false };
    let inner = if tokens.is(at + 2, "mut") { at + 3 } else { at + 2 };
    tokens.is(inner, "&")
        && lifetime(tokens, inner + 1).is_some_and(|it| it != "'static" || outer == "'static")
}

/// `fn(…) -> …` with a named lifetime, or with `for<'a>` in front of it.
fn function_pointer(tokens: &Tokens, at: usize) -> Option<&'static str> {
    let close = tokens.close(at + 1);
    let end = if tokens.is(close + 1, "->") { end_of_type(tokens, close + 2) } else { close };
    let has_lifetime = (at..end).any(|at| lifetime(tokens, at).is_some());
    let has_binder = at > 0 && tokens.is(at - 1, ">") && {
        // `for<'a> fn`, as opposed to `Vec<T> fn`, which is not Rust.
        (0..at).rev().take(40).any(|at| tokens.are(at, &["for", "<"]))
    };
    (has_lifetime || has_binder).then_some("fn pointer")
}

/// The position after a type.
fn end_of_type(tokens: &Tokens, from: usize) -> usize {
    let (mut at, mut angles) = (from, 0usize);
    while at < tokens.len() {
        match tokens.text(at) {
            "{" | ";" | "=" | ")" | "]" | "}" | "where" => return at,
            "," if angles == 0 => return at,
            "<" => angles += 1,
            ">" if angles == 0 => return at,
            ">" => angles -= 1,
            _ => {}
        }
        at = tokens.close_or(at) + 1;
    }
    at
}

/// A function with a parameter that relates two lifetimes, both of which occur once more.
fn function(tokens: &Tokens, at: usize, own_scope: bool) -> Option<&'static str> {
    let generics =
        at + 2..if tokens.is(at + 2, "<") { tokens.after_angles(at + 2) } else { at + 2 };
    let open = generics.end;
    if !tokens.is(open, "(") {
        return None;
    }
    let close = tokens.close(open);
    let end = if tokens.is(close + 1, "->") { end_of_type(tokens, close + 2) } else { close };
    let signature: Vec<&str> = (open..end).filter_map(|at| lifetime(tokens, at)).collect();
    if signature.len() < 4 {
        return None;
    }
    let is_used_again = |name: &str| signature.iter().filter(|it| **it == name).count() > 1;
    // A bound that is written out is not lost.
    let is_declared = |(outer, inner): &(&str, &str)| {
        generics.clone().any(|at| {
            let bounds = if lifetime(tokens, at) == Some(inner) && tokens.is(at + 1, ":") {
                at + 2..end_of_type(tokens, at + 2)
            } else {
                0..0
            };
            bounds.into_iter().any(|at| lifetime(tokens, at) == Some(outer))
        })
    };
    related(tokens, open + 1, close, own_scope)
        .iter()
        .any(|pair| is_used_again(pair.0) && is_used_again(pair.1) && !is_declared(pair))
        .then_some("two lifetimes")
}

/// The pairs of lifetimes that the types between two tokens relate: `&'a [&'b T]`, or `Pair<'a, 'b>`.
fn related(tokens: &Tokens, from: usize, to: usize, own_scope: bool) -> Vec<(&str, &str)> {
    // `&'scope Scope<'scope, 'env>` relates two lifetimes, but invariantly, so that nothing can be lost.
    let is_scope = |at: usize| !own_scope && tokens.is(at, "Scope") && tokens.is(at + 1, "<");
    let in_scopes = (from..to).filter(|at| is_scope(*at));
    let in_scopes: BTreeSet<usize> =
        in_scopes.flat_map(|at| at + 1..tokens.after_angles(at + 1)).collect();
    let mut pairs = Vec::new();
    for at in from..to {
        let inside = if tokens.is(at, "&") && lifetime(tokens, at + 1).is_some() {
            at + 1..end_of_type(tokens, at + 2)
        } else if tokens.is(at, "<") {
            at + 1..tokens.after_angles(at)
        } else {
            continue;
        };
        let inside = inside.filter(|at| !in_scopes.contains(at));
        let inside: Vec<&str> = inside.filter_map(|at| lifetime(tokens, at)).take(8).collect();
        for (index, outer) in inside.iter().enumerate() {
            let others = inside[index + 1..].iter().filter(|inner| *inner != outer);
            pairs.extend(others.filter(|inner| **inner != "'static").map(|inner| (*outer, *inner)));
        }
    }
    pairs
}

/// `for<'a>` in front of a trait that the file defines. `Fn` and the traits of std are safe.
fn for_lifetimes(tokens: &Tokens, at: usize, traits: &BTreeSet<&str>) -> Option<&'static str> {
    let bound = tokens.after_angles(at + 1);
    let lifetimes = (at..bound).filter(|at| lifetime(tokens, *at).is_some()).count();
    if tokens.is(bound, "fn") || tokens.is(bound, "unsafe") || tokens.is(bound, "extern") {
        // A function pointer has its own message.
        return None;
    }
    let is_safe = |at: usize| {
        let name = path_end(tokens, at);
        let is_own = traits.contains(tokens.text(name));
        let is_function = matches!(tokens.text(name), "Fn" | "FnMut" | "FnOnce");
        tokens.is_name(name) && !is_own && (is_function || lifetimes < 2)
    };
    // `for<'a> &'a T: IntoIterator`: a type with one bound.
    let is_clause = at > 0 && (tokens.is(at - 1, "where") || tokens.is(at - 1, ","));
    let colon = find(tokens, bound, &[":", "{", ";", ","]);
    let are_safe = match is_clause && tokens.is(colon, ":") {
        true => {
            let end = find(tokens, colon, &[",", "{", ";", "+"]);
            is_safe(colon + 1) && [",", "{", ";"].iter().any(|it| tokens.is(end, it))
        }
        false => is_safe(bound),
    };
    (!are_safe).then_some("for<'a>")
}

/// The last name of a path such as `std::ops::Fn`.
fn path_end(tokens: &Tokens, mut at: usize) -> usize {
    while tokens.is(at + 1, "::") && tokens.is_name(at + 2) {
        at += 2;
    }
    at
}

/// A constant or static of type `&&T`.
fn constant(tokens: &Tokens, at: usize) -> Option<&'static str> {
    let name = if tokens.is(at + 1, "mut") { at + 2 } else { at + 1 };
    if !tokens.is(name + 1, ":") {
        return None;
    }
    let end = end_of_type(tokens, name + 2);
    let after = |at: usize| {
        let at = if tokens.kind(at) == Some(Kind::Lifetime) { at + 1 } else { at };
        if tokens.is(at, "mut") { at + 1 } else { at }
    };
    let is_nested = |at: usize| tokens.is(at, "&") && tokens.is(after(at + 1), "&");
    (name + 2..end).any(is_nested).then_some("static &&")
}

/// A trait with `type Item;` in its body, or with a type of another trait in its head: `Iterator<Item = u32>`.
fn associated_type(tokens: &Tokens, at: usize) -> Option<&'static str> {
    let open = find(tokens, at + 2, &["{", ";", "}"]);
    if tokens.is(open, ";") || tokens.is(open, "}") {
        return None;
    }
    let head = if tokens.is(at + 2, "<") { tokens.after_angles(at + 2) } else { at + 2 };
    let is_of_another = |at: usize| {
        tokens.is(at, "<")
            && (at..tokens.after_angles(at)).any(|at| tokens.is(at, ":") || tokens.is(at, "="))
    };
    let (mut item, end) = (open + 1, tokens.close(open));
    while item < end && !tokens.is(item, "type") {
        item = tokens.close_or(item) + 1;
    }
    // No trait of an exercise has so long a head that its body is not found.
    (!tokens.is(open, "{") || item < end || (head..open).any(is_of_another))
        .then_some("trait with a type")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        check(&Tokens::parse(source).unwrap()).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn known_holes_are_found() {
        for (source, what) in [
            ("static UNIT: &'static &'static () = &&();", "&'a &'b"),
            ("static UNIT: &&() = &&();", "static &&"),
            ("const UNIT: &'static &() = &&();", "static &&"),
            ("fn f<'a, 'b, T>(_: &'a &'b (), v: &'b T) -> &'a T { v }", "two lifetimes"),
            ("fn f<'a, 'b, T>(_: &'a [&'b ()], v: &'b T) -> &'a T { v }", "two lifetimes"),
            ("fn f<'a, 'b, T>(_: S<'a, 'b>, v: &'b T) -> &'a T { v }", "two lifetimes"),
            ("fn f<'a, 'b, T>((_, v): (&'a [&'b ()], &'b T)) -> &'a T { v }", "two lifetimes"),
            ("fn f<'a, T>(_: &'static [&'a ()], v: &'a T) -> &'static T { v }", "two lifetimes"),
            (
                "struct Scope<'a, 'b: 'a>; fn f<'a, 'b>(_: Scope<'a, 'b>, v: &'b u8) -> &'a u8 { v }",
                "two lifetimes",
            ),
            ("fn f() { let g: for<'x> fn(_, &'x T) -> &'b T = h; }", "fn pointer"),
            ("struct S<'b>(fn(&u8) -> &'b u8);", "fn pointer"),
            ("fn f<S>() where S: for<'a, 'b> Sub<'a, 'b, R> {}", "for<'a>"),
            ("trait Sub<'a> {} fn f<S: for<'a> Sub<'a>>() {}", "for<'a>"),
            ("trait Object<U> { type Output; }", "trait with a type"),
            ("trait Object<U, const N: usize = { 0 }> { type Output; }", "trait with a type"),
            ("trait Sub: Iterator<Item: 'static> {}", "trait with a type"),
            ("trait Sub where Self: Index<u8, Output = [u8; 3]> {}", "trait with a type"),
            ("trait Sub<'a> {} fn f<X>() where for<'a> X: Sub<'a> {}", "for<'a>"),
            ("trait Sub {} fn f<X>() where for<'a> &'a X: Sized + Sub {}", "for<'a>"),
            ("trait Sub {} fn f<X>() where for<#[allow()] 'a> &'a X: Sub {}", "for<'a>"),
            ("trait Sub: Iterator<Item<>: 'static> {}", "trait with a type"),
            (
                "trait Sub {} fn f<X>() where u8: Copy, for<'a> Vec<&'a X>: Sized + self::Sub {}",
                "for<'a>",
            ),
        ] {
            assert!(found(source).contains(&what.to_owned()), "{source}: {:?}", found(source));
        }
    }

    #[test]
    fn honest_lifetimes_are_accepted() {
        for source in [
            "static NAMES: &[&str] = &[]; const A: &'static [&'static str] = &[]; const fn f(a: &&u8) {}",
            "fn longest<'a, 'b>(names: &'a [&'b str]) -> &'b str { names[0] }",
            "fn pick<'a>(names: &'a [&'static str], name: &'a str) -> &'static str { names[0] }",
            "fn f<'a, 'b: 'a>(all: &'a [&'b str], one: &'b str) -> &'a str { one }",
            "fn f<F: for<'a> Fn(&'a str) -> &'a str, G>(f: F) where G: for<'a, 'b> FnMut(&'a u8, &'b u8) {}",
            "fn f<C>(c: C) where for<'a> &'a C: IntoIterator<Item = &'a u8> {}",
            "trait Own {} fn f<C: Own>(c: C) where for<'a> &'a C: IntoIterator<Item = &'a u8>, C: Own {}",
            "trait Shape: Send + Sync + Fn(&str) -> Option<u32> { fn area(&self) -> Box<dyn Shape>; }",
            "fn f(g: fn(&str) -> u32, h: fn(u32, u32) -> Vec<u32>) { for (a, b) in x { } }",
            "impl<'a> Iterator for Cats<'a> { type Item = &'a Cat; fn next(&mut self) -> Option<&'a Cat> {} }",
            "trait Shape { fn area(&self) -> u32; const SIDES: u32; } impl<'a> Shape for &'a Cat {}",
            "fn f<'s, 'e>(s: &'s Scope<'s, 'e>, x: &'e u8) -> ScopedJoinHandle<'s, ()> { }",
        ] {
            assert_eq!(found(source), [""; 0], "{source}");
        }
    }
}
