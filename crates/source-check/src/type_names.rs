//! The names that a file gives to types, and which of these borrow something.
use std::collections::{BTreeMap, BTreeSet};

use crate::signature::{Block, find, imports};
use crate::token::{Kind, Tokens};

/// The keywords before a name that a file gives to a type or a module.
const ITEMS: [&str; 7] = ["struct", "enum", "trait", "type", "union", "mod", "as"];

/// Every name that the file gives to a type, a type parameter or a module.
pub(crate) fn own_types(tokens: &Tokens) -> BTreeSet<&str> {
    let imports = imports(tokens);
    // `x as u64` names nothing.
    let is_named = |at: &usize| {
        ITEMS.iter().any(|item| tokens.is(*at, item)) && (imports[*at] || !tokens.is(*at, "as"))
    };
    let named = (0..tokens.len()).filter(is_named).map(|at| tokens.text(at + 1));
    parameters(tokens).into_iter().chain(named).collect()
}

/// The type parameters of all items.
pub(crate) fn parameters(tokens: &Tokens) -> BTreeSet<&str> {
    let mut parameters = BTreeSet::new();
    for at in 0..tokens.len() {
        let is_item = ["struct", "enum", "trait", "type", "fn"].iter().any(|it| tokens.is(at, it));
        let generics = if is_item { at + 2 } else { at + 1 };
        if (is_item || tokens.is(at, "impl")) && tokens.is(generics, "<") {
            let end = tokens.after_angles(generics);
            // After an attribute, too.
            let is_first = |at: &usize| ["<", ",", "]"].iter().any(|it| tokens.is(at - 1, it));
            let names = (generics + 1..end).filter(|at| tokens.is_name(*at)).filter(is_first);
            parameters.extend(names.map(|at| tokens.text(at)));
        }
    }
    parameters
}

/// Names that the file gives to types.
pub(crate) struct TypeNames<'a> {
    /// Type parameters, which may contain any lifetime.
    parameters: BTreeSet<&'a str>,
    /// Types that contain a lifetime.
    borrowing: BTreeSet<&'a str>,
    /// Types that may relate the lifetimes in them, such as `struct Z<T>(T) where T: 'static`.
    relating: BTreeSet<&'a str>,
    /// Those with exactly one, which nothing in them relates to another one.
    of_one: BTreeSet<&'a str>,
    /// Types that are not aliases, and have arguments.
    generic: BTreeSet<&'a str>,
    /// Aliases of types with several parts.
    with_parts: BTreeSet<&'a str>,
}

impl<'a> TypeNames<'a> {
    pub(crate) fn of(tokens: &'a Tokens) -> Self {
        let (mut borrowing, mut with_parts) = (BTreeSet::new(), BTreeSet::new());
        let mut generic = BTreeSet::new();
        for at in 0..tokens.len() {
            let is_type = ["struct", "enum", "trait"].iter().any(|it| tokens.is(at, it));
            let end = match tokens.is(at, "type") {
                true => find(tokens, at, &[";", "}"]),
                false if is_type && tokens.is(at + 2, "<") => tokens.after_angles(at + 2),
                _ => continue,
            };
            if (at + 2..end).any(|at| is_borrow(tokens, at)) {
                borrowing.insert(tokens.text(at + 1));
            }
            if is_type {
                generic.insert(tokens.text(at + 1));
            }
            if tokens.is(at, "type")
                && (at + 2..end).any(|at| tokens.is(at, "(") || tokens.is(at, ","))
            {
                with_parts.insert(tokens.text(at + 1));
            }
        }
        let of_one = types_of_one(tokens);
        let relating = relating_types(tokens, &of_one);
        Self { parameters: parameters(tokens), borrowing, relating, of_one, generic, with_parts }
    }

    /// Whether a type has a reference or lifetime, and another one in it.
    pub(crate) fn relate(&self, tokens: &Tokens, from: usize, to: usize) -> bool {
        let is_one_of = |at: usize, names: &BTreeSet<&str>| {
            tokens.is_name(at) && names.contains(tokens.text(at))
        };
        // `Duty<'a>` borrows once.
        let is_counted = |at: usize| tokens.is(at - 1, "<") && is_one_of(at - 2, &self.of_one);
        let borrows = |at: usize| {
            is_borrow(tokens, at) && !(at > from + 1 && is_counted(at))
                || is_one_of(at, &self.borrowing)
        };
        let may_borrow = |at: usize| {
            tokens.is(at, "Self")
                || tokens.is(at, "_")
                || tokens.is_name(at) && self.parameters.contains(tokens.text(at))
        };
        let (borrowed, others) = (from..to).fold((0, 0), |(borrowed, others), at| {
            (borrowed + usize::from(borrows(at)), others + usize::from(may_borrow(at)))
        });
        (from..to).any(|at| is_one_of(at, &self.relating)) || borrowed > 0 && borrowed + others > 1
    }

    /// Whether nothing that a parameter borrows can leave the function: without names, each lifetime is in one place
    /// only, and the result has none.
    pub(crate) fn keeps_all(
        &self,
        tokens: &Tokens,
        (at, open): (usize, usize),
        block: Option<&Block>,
    ) -> bool {
        const NOT: [&str; 6] = ["dyn", "impl", "where", "Fn", "FnMut", "FnOnce"];
        let close = tokens.close_or(open);
        let end = find(tokens, close + 1, &["{", ";"]);
        let head = block.map_or(at..at, |block| block.start..block.open);
        let is_plain = |at: usize| {
            tokens.kind(at) != Some(Kind::Lifetime) && !NOT.iter().any(|not| tokens.is(at, not))
        };
        let is_own_borrowing = |at: usize| {
            let name = tokens.text(at);
            tokens.is_name(at) && (self.borrowing.contains(name) || self.relating.contains(name))
        };
        // An own type with arguments may demand that they outlive something.
        let is_own = |at: usize| {
            is_own_borrowing(at) || tokens.is_name(at) && self.generic.contains(tokens.text(at))
        };
        let borrows = |at: usize| {
            is_borrow(tokens, at)
                || tokens.is_name(at) && self.parameters.contains(tokens.text(at))
                || is_own_borrowing(at)
        };
        let own = block.map_or(0..0, |block| block.of.0..block.of.1);
        let leaves = |at: usize| borrows(at) || tokens.is(at, "Self") && own.clone().any(borrows);
        (tokens.is(end, "{") || tokens.is(end, ";"))
            && head.clone().chain(at..end).all(is_plain)
            && !(open..end).any(is_own)
            && !(close + 1..end).any(leaves)
    }

    pub(crate) fn has_parts(&self, tokens: &Tokens, from: usize, to: usize) -> bool {
        let is_alias = |at| tokens.is_name(at) && self.with_parts.contains(tokens.text(at));
        (from..to).any(|at| tokens.is(at, "(") || tokens.is(at, ",") || is_alias(at))
    }
}

/// The types with a bound that has a lifetime, and the aliases and other names of types that borrow.
fn relating_types<'a>(tokens: &'a Tokens, of_one: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let has_lifetime =
        |mut range: std::ops::Range<usize>| range.any(|at| tokens.kind(at) == Some(Kind::Lifetime));
    let is_type =
        |at: usize| ["struct", "enum", "union", "trait"].iter().any(|it| tokens.is(at, it));
    let mut relating = BTreeSet::new();
    for at in (0..tokens.len()).filter(|at| is_type(*at) && tokens.is_name(at + 1)) {
        let open = if tokens.is(at + 2, "<") { tokens.after_angles(at + 2) } else { at + 2 };
        let end = find(tokens, at + 2, &["{", ";"]);
        let bounds = (open..end).find(|at| tokens.is(*at, "where")).unwrap_or(end);
        let name = tokens.text(at + 1);
        let is_long = !tokens.is(end, "{") && !tokens.is(end, ";");
        let has_bounds = has_lifetime(at + 2..open) || has_lifetime(bounds..end);
        if !of_one.contains(name) && (is_long || has_bounds) {
            relating.insert(name);
        }
    }
    // Aliases and other names, by what is in them.
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for at in 0..tokens.len().saturating_sub(1) {
        let body = match tokens.text(at) {
            "type" => at + 2..find(tokens, at, &[";"]),
            "struct" | "enum" | "union" | "trait" => at + 2..find(tokens, at + 2, &["{", ";"]),
            "as" if at > 0 => at - 1..at,
            _ => continue,
        };
        let name = tokens.text(at + 1);
        let is_long = !tokens.is(body.end, ";");
        if tokens.is(at, "type") && (is_long || body.clone().any(|at| is_borrow(tokens, at))) {
            relating.insert(name);
        }
        for part in body.filter(|at| tokens.is_name(*at)) {
            users.entry(tokens.text(part)).or_default().push(name);
        }
    }
    let mut pending: Vec<&str> = relating.iter().chain(of_one).copied().collect();
    while let Some(name) = pending.pop() {
        let new = users.remove(name).unwrap_or_default().into_iter();
        pending.extend(new.filter(|user| relating.insert(user)));
    }
    relating
}

/// The structs and enums that are defined once, with nothing but one lifetime: `struct Duty<'a> { icons: &'a Icons }`.
/// No bound and no other lifetime may be in them, and nothing that the file defines with parameters: an own
/// `struct Pair<'a>(&'a &'static ())` relates its lifetime to `'static`.
fn types_of_one(tokens: &Tokens) -> BTreeSet<&str> {
    let own = own_types(tokens);
    let is_definition = |at: usize| ITEMS.iter().any(|item| tokens.is(at, item));
    let mut definitions: BTreeMap<&str, usize> = BTreeMap::new();
    for at in (1..tokens.len()).filter(|at| is_definition(at - 1)) {
        *definitions.entry(tokens.text(at)).or_default() += 1;
    }
    let is_plain = |at: usize, name: &str| {
        let is_other_lifetime = tokens.kind(at) == Some(Kind::Lifetime) && tokens.text(at) != name;
        let is_bound = ["where", "as", "for", "dyn"].iter().any(|it| tokens.is(at, it));
        let text = tokens.text(at);
        let has_arguments = tokens.is(at + 1, "<") || tokens.is(at + 1, "::");
        !(is_bound || is_other_lifetime || has_arguments && own.contains(text))
    };
    let of_one = |at: &usize| {
        let (name, open) = (tokens.text(at + 1), at + 2);
        let is_type = tokens.is(*at, "struct") || tokens.is(*at, "enum");
        let has_one = tokens.is(open, "<")
            && tokens.kind(open + 1) == Some(Kind::Lifetime)
            && tokens.is(open + 2, ">");
        let body = open + 3..tokens.close_or(open + 3);
        is_type
            && has_one
            && definitions.get(name) == Some(&1)
            && !tokens.is(body.start, "where")
            && body.clone().all(|at| is_plain(at, tokens.text(open + 1)))
            && !tokens.is(body.end + 1, "where")
    };
    (0..tokens.len()).filter(of_one).map(|at| tokens.text(at + 1)).collect()
}

/// A reference, or a lifetime that does not belong to one.
fn is_borrow(tokens: &Tokens, at: usize) -> bool {
    let is_lifetime = tokens.kind(at) == Some(Kind::Lifetime);
    tokens.is(at, "&") || (is_lifetime && !(at > 0 && tokens.is(at - 1, "&")))
}
