//! Weaker memory orderings.
use syn::{Expr, ExprMethodCall};

use super::operator::operators;
use crate::mutants::body::{Body, is_named};
use crate::mutants::edit::{Edits, replace};

operators! {
    Memory:
    "weaker-ordering", |body| weakened(body, false);
        "an atomic operation has the next weaker ordering",
        "a thread that sees the flag sees everything stored before it";
    "relaxed", |body| weakened(body, true);
        "an atomic operation does not order other accesses",
        "a thread that sees the flag sees everything stored before it";
    "compiler-fence", compiler_fence;
        "a fence restrains the compiler but not the processor",
        "a thread that sees the flag sees everything stored before it";
}

const ORDERS: [&str; 5] = ["SeqCst", "AcqRel", "Acquire", "Release", "Relaxed"];

/// The second ordering of these is for the failure case, which only loads.
const TWO_ORDERINGS: [&str; 4] =
    ["fetch_update", "try_update", "compare_exchange", "compare_exchange_weak"];

/// How an operation accesses memory, which determines the orderings that it can have.
#[derive(Clone, Copy, PartialEq)]
enum Access {
    Load,
    Store,
    Both,
}

fn access(call: &ExprMethodCall) -> Option<Access> {
    let name = call.method.to_string();
    match name.as_str() {
        "load" => Some(Access::Load),
        "store" => Some(Access::Store),
        "swap" | "update" | "try_update" => Some(Access::Both),
        name if name.starts_with("fetch_") || name.starts_with("compare_") => Some(Access::Both),
        _ => None,
    }
}

/// The next weaker orderings.
fn below(order: &str, access: Access) -> &'static [&'static str] {
    match (order, access) {
        ("SeqCst", Access::Load) => &["Acquire"],
        ("SeqCst", Access::Store) => &["Release"],
        ("SeqCst", Access::Both) => &["AcqRel"],
        ("AcqRel", _) => &["Acquire", "Release"],
        ("Acquire" | "Release", _) => &["Relaxed"],
        _ => &[],
    }
}

fn weakened(body: &Body<'_>, to_the_end: bool) -> Vec<Edits> {
    let mut found = Vec::new();
    for call in &body.parts.methods {
        let Some(access) = access(call) else { continue };
        for (at, argument) in call.args.iter().enumerate() {
            let Some(order) = order(argument) else { continue };
            let only_loads = is_named(call, &TWO_ORDERINGS)
                && call.args.iter().take(at).any(|earlier| self::order(earlier).is_some());
            let access = if only_loads { Access::Load } else { access };
            let below = below(order, access);
            let weaker: &[&str] = match to_the_end {
                true if order != "Relaxed" && !below.contains(&"Relaxed") => &["Relaxed"],
                true => &[],
                false => below,
            };
            for weaker in weaker {
                let text = format!("std::sync::atomic::Ordering::{weaker}");
                found.push(vec![replace(argument, text)]);
            }
        }
    }
    found
}

/// The ordering that an argument names.
fn order(argument: &Expr) -> Option<&'static str> {
    let Expr::Path(path) = argument else { return None };
    let last = path.path.segments.last()?;
    ORDERS.into_iter().find(|order| last.ident == order)
}

fn compiler_fence(body: &Body<'_>) -> Vec<Edits> {
    let fences = body.calls("fence");
    fences.map(|call| vec![replace(&call.func, "std::sync::atomic::compiler_fence")]).collect()
}
