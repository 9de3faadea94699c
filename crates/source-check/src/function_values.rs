//! rust-lang/rust#25860 in general: a function whose parameters relate two lifetimes loses that relation when it
//! becomes a function pointer, which may happen wherever it is used as a value. There are many ways to write
//! such a function, so any that could be one may only be called.
use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::messages;
use crate::signature::{Block, blocks, braces, find, imports, split};
use crate::token::Tokens;
use crate::type_names::{TypeNames, own_types};

/// Functions that types of std have themselves: the path never means a method of a trait.
const OF_STD: [(&str, &[&str]); 4] = [
    (
        "new",
        &[
            "Arc",
            "AtomicBool",
            "AtomicI32",
            "AtomicI64",
            "AtomicIsize",
            "AtomicU32",
            "AtomicU64",
            "AtomicUsize",
            "Box",
            "Cell",
            "Mutex",
            "Rc",
            "RefCell",
            "RwLock",
        ],
    ),
    ("take", &["Option"]),
    ("join", &["JoinHandle", "ScopedJoinHandle"]),
    ("lock", &["Mutex"]),
];

/// The modules of these types.
const MODULES_OF_STD: [&str; 6] = ["atomic", "boxed", "cell", "rc", "sync", "thread"];

/// The findings in a file.
pub(crate) fn check(tokens: &Tokens) -> Vec<Finding> {
    let functions = relating_functions(tokens);
    let imports = imports(tokens);
    let own = own_types(tokens);
    let is_value = |at: &usize| {
        let Some(function) = functions.get(tokens.text(*at)).filter(|_| tokens.is_name(*at)) else {
            return false;
        };
        let (is_path, next) = (*at > 0 && tokens.is(at - 1, "::"), at + 1);
        let is_definition = *at > 0 && tokens.is(at - 1, "fn");
        // After `..`, it is the end of a range.
        let is_field = *at > 1 && tokens.is(at - 1, ".") && !tokens.is(at - 2, ".");
        let is_field = is_field || tokens.is(next, ":");
        // The path of another item, or arguments of types.
        let is_prefix = tokens.is(next, "::") && !tokens.is(next + 1, "<");
        let arguments = match tokens.is(next, "::") {
            true => tokens.after_angles(next + 1),
            false => next,
        };
        let is_renamed = tokens.is(next, "as") && *function == Scope::Module;
        let is_import = imports[*at] && !is_renamed;
        // A method has no name without a path.
        (is_path || *function == Scope::Module)
            && !(is_definition || is_field || is_import || is_prefix || tokens.is(arguments, "("))
            && !is_of_std(tokens, *at, &own)
    };
    let values = (0..tokens.len()).filter(is_value);
    values
        .map(|at| Finding::new(tokens.line(at), tokens.text(at), messages::FUNCTION_VALUE))
        .collect()
}

/// Whether the function at `at` is std's own, as in `Mutex::new` or `thread::JoinHandle::join`.
fn is_of_std(tokens: &Tokens, at: usize, own: &BTreeSet<&str>) -> bool {
    let is_one_of = |at: usize, names: &[&str]| {
        names.iter().any(|name| tokens.is(at, name) && !own.contains(name))
    };
    let is_path = at > 3 && tokens.is(at - 1, "::");
    is_path
        && (!tokens.is(at - 3, "::") || is_one_of(at - 4, &MODULES_OF_STD))
        && OF_STD
            .iter()
            .any(|(function, types)| tokens.is(at, function) && is_one_of(at - 2, types))
}

/// Where a function is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    /// In a trait or implementation.
    Type,
    Module,
}

/// The names of functions whose result may relate two lifetimes, or one of several parameters or parts of one.
fn relating_functions(tokens: &Tokens) -> BTreeMap<&str, Scope> {
    let names = TypeNames::of(tokens);
    let blocks = blocks(tokens);
    let by_brace: BTreeMap<usize, &Block> = blocks.iter().map(|it| (it.open, it)).collect();
    let braces = braces(tokens);
    let mut functions = BTreeMap::new();
    for at in (0..tokens.len()).filter(|at| tokens.is(*at, "fn") && tokens.is_name(at + 1)) {
        let open = if tokens.is(at + 2, "<") { tokens.after_angles(at + 2) } else { at + 2 };
        // A function in the body of a method belongs to no type.
        let block = braces[at].and_then(|brace| by_brace.get(&brace).copied());
        let parameters = split(tokens, open + 1, tokens.close_or(open));
        let is_relating = |(from, to): &(usize, usize)| {
            let is_self = (*from..*to).any(|at| tokens.is(at, "self"));
            let has = |text: &str| (*from..*to).any(|at| tokens.is(at, text));
            let is_borrowed = has("&") && !has("mut");
            (is_self && is_borrowed && parameters.len() > 1) || names.relate(tokens, *from, *to)
        };
        let has_parts = |(from, to): &(usize, usize)| names.has_parts(tokens, *from, *to);
        let several = parameters.len() > 1 || parameters.iter().any(has_parts);
        let result = tokens.close_or(open) + 1;
        let of_result = names.relate(tokens, result, find(tokens, result, &["{", ";"]));
        let of_type = block.is_some_and(|block| names.relate(tokens, block.of.0, block.of.1));
        let relates = of_type || of_result || (several && parameters.iter().any(is_relating));
        if relates && !names.keeps_all(tokens, (at, open), block) {
            let scope = if block.is_some() { Scope::Type } else { Scope::Module };
            let known = functions.entry(tokens.text(at + 1)).or_insert(scope);
            *known = scope.max(*known);
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        check(&Tokens::parse(source).unwrap()).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_function_that_may_relate_lifetimes_is_no_value() {
        for source in [
            "type S<T> = &'static T; fn f<'b, T>(_: S<[&'b ()]>, v: &'b T) -> S<T> { v } fn g() { C(f) }",
            "trait Go<T> { fn f(&self, v: Self) -> &T; } fn g() { C(Go::f) }",
            "trait Go<V> { fn f(&self, v: V) -> &u8; } fn g() { if c { <A as Go<_>>::f } else { d } }",
            "impl<'a> O<'a> { fn f<'b>(_: &'a [&'b ()], v: &'b [u8]) -> Self { O(v) } } fn g() { C(O::f) }",
            "fn f<T: Debug>(_: &'static [T], v: T) -> Box<dyn Debug> { Box::new(v) } fn g() { let c = f::<&str>; }",
            "type B<'x, T> = (S<[&'x ()]>, &'x T); fn f<T>(both: B<T>) -> S<T> { both.1 } fn g() { C(f) }",
            "impl<'b, T> Go<T> for (&'static [&'b ()], &'b T) { fn f(self) -> &'b T {} } fn g() { C(Go::f) }",
            "fn f<T>(_: &'static [T], v: T) {} use f as h;",
            "impl From<&'static (&str, &str)> for Cat { fn f(both: &(&str, &str)) -> Self {} } fn g() { h(Cat::f) }",
            "impl<T> From<&(&T, T)> for Cat<T> { fn f(both: &(&T, T)) -> Self {} } fn g() { h(Cat::f) }",
            "fn f(all: &[&str]) -> &str {} fn e(a: &[&str], b: &str) -> &str { C(e) }  fn g() { C(f) }",
            "struct Z<T>(T) where T: 'static; fn f(z: &(Z<&str>, u8)) {} fn g() { C(f) }",
            "type S<T> = &'static T; fn f(s: &(S<&str>, u8)) {} fn g() { C(f) }",
            "fn f<T>(all: &[&T], one: T) -> T {} fn g() { C(f) }",
            "fn f(all: &[&str], g: impl Fn(&str)) {} fn g() { C(f) }",
            "struct Z<T>(T) where T: 'static; fn f<'a>(z: Z<&'a ()>, v: &'a str) -> &'static str {} fn g() { C(f) }",
            "struct D<'a>(&'a u8); struct Z<T: 'static>(T); fn f<'a>(d: D<'a>, z: Z<D<'a>>) -> &'static u8 {} fn g() { C(f) }",
            "type S<T> = &'static T; type R<T> = S<T>; fn f<'a>(z: R<&'a ()>, v: &'a str) -> &'static str {} fn g() { C(f) }",
            "type B<'x> = (&'static &'x (), &'x str); fn f(b: B) -> &'static str {} fn g() { C(f) }",
            "struct D<'a>(&'a u8) where 'a: 'static; use D as E; fn f<'a>(z: E<'a>, v: &'a str) -> &'static str {} fn g() { C(f) }",
            "fn f(_: &'static [&()], v: &str) -> &'static str {} fn g() { (..f).end }",
            "fn f<'a>(v: &'a str) -> (&'static str, Option<&'static [&'a ()]>) {} fn g() { C(f) }",
            "struct D; impl D { fn go() { fn f(_: &'static [&()], v: &str) -> &'static str {} C(f) } }",
            "fn f(_: &'static [&()], v: &str) -> &'static str {} fn g() { (stringify!(use), f).1 }",
            "const N: &str = stringify!(trait X); mod m { fn f(_: &'static [&()], v: &str) -> &str {} fn g() { C(f) } }",
            "trait Go<V> { fn f(#[allow()] &self, v: V) -> &str; } fn g() { C(Go::f) }",
            "type S<T> = &'static T; struct Y<T, U = S<T>>(T, U); fn f<'a>(z: Y<&'a ()>, v: &'a str) -> &str {} fn g() { C(f) }",
            "fn f(_: &'static [&()], v: &str) -> &'static str {} fn it() -> impl Fn(&str) + use<> { |v| grow(v, f) }",
            "struct D<'a>(&'a u8) where 'a: 'static; impl<'a> D<'a> { fn f(self) {} } fn g() { C(D::f) }",
            "struct D<'a>(P::<'a>); struct P<'a>(&'a u8); impl D<'_> { fn f(self) {} } fn g() { C(D::f) }",
            "struct D<'a>(&'a u8); mod m { struct r#D<'a>(P<'a>); } impl D<'_> { fn f(self) {} } fn g() { C(D::f) }",
            "struct D<'a>(&'a u8); use P as D; impl D<'_> { fn f(self) {} } fn g() { C(D::f) }",
            "struct D<'a>(&'a u8); fn f<'b>(d: D<'b>, all: &'b [&u8]) -> &'b u8 {} fn g() { C(f) }",
            "struct D<'a>(&'a u8); fn f(d: &(D<'_>, u8)) -> &u8 {} fn g() { C(f) }",
        ] {
            let found = found(source);
            assert!(!found.is_empty() && found.iter().all(|it| it == "f" || it == "e"), "{source}");
        }
    }

    #[test]
    fn functions_of_std_are_values_whatever_the_file_defines() {
        let own = "impl<'a> Menu<'a> { fn new(dishes: &'a [(&str, &str)]) -> Self {} }";
        for source in [
            "fn g() { all.map(Mutex::new).map(Arc::new) }",
            "fn g() { h(std::sync::atomic::AtomicUsize::new) }",
            "impl Table { fn take(&self, seat: usize) {} } fn g() { h(Option::take) }",
        ] {
            assert_eq!(found(&format!("{own} {source}")), [""; 0], "{source}");
        }
        for source in [
            "fn g() { all.map(Menu::new) }",
            "struct Mutex; fn g() { all.map(Mutex::new) }",
            "struct r#Mutex; fn g() { all.map(Mutex::new) }",
            "mod Arc { } fn g() { all.map(Arc::new) }",
            "use Menu as Arc; fn g() { all.map(Arc::new) }",
            "fn g<Arc: Go>() { all.map(Arc::new) }",
            "fn g() { all.map(m::Arc::new) }",
            "mod sync {} fn g() { all.map(sync::Arc::new) }",
            "fn g() { all.map(Instant::new) }",
        ] {
            assert_eq!(found(&format!("{own} {source}")), ["new"], "{source}");
        }
    }

    #[test]
    fn honest_functions_are_values() {
        for source in [
            "fn f(a: &Cat, b: &Cat) -> Ordering {} fn g() { cats.sort_by(f); }",
            "impl Loon { fn f(&self) -> &str {} } fn g() { loons.map(Loon::f) }",
            "impl Cat { fn f(&self, n: u32) {} } fn g() { cat.f(1); Cat::f(&cat, 1); let f = 1; h(f) }",
            "fn f(sum: u64, item: &u64) -> u64 {} fn g() { all.fold(0, f) }",
            "fn f<T: Ord>(all: &[T], one: T) -> bool {} fn g() { f(&[1], 2); f::<u8>(&[], 2) } use m::f;",
            "fn f(line: &str) -> Option<Cat> {} fn g() { lines.filter_map(f) }",
            "use std::f as g; impl D for A { fn f(&self, f: &mut f::Formatter<'_>) -> std::f::Result {} }",
            "impl Cat { fn f(&mut self, name: &str) {} } fn g() { h(Cat::f) }",
            "impl From<&(&str, &str)> for Cat { fn f(both: &(&str, &str)) -> Self {} } fn g() { h(String::f) }",
            "type State<T> = (VecDeque<T>, bool); fn f<T>((all, open): &mut State<T>) -> bool {} fn g() { h(f) }",
            "fn f(a: &[&str], b: &[&[u8]]) -> Option<Cat> {} fn g() { h(f) }",
            "struct D<'a> { m: &'a M, s: S } impl<'a> D<'a> { fn f(mut self) -> Arc<M> {} } fn g() { x.or_else(D::f) }",
            "enum D<'a> { M(&'a M), S } impl D<'_> { fn f(self, n: u8) -> u8 {} } fn g() { all.fold(d, D::f) }",
        ] {
            assert_eq!(found(source), [""; 0], "{source}");
        }
    }
}
