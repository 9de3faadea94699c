//! The right operation on the wrong object.
use syn::{Expr, ExprMethodCall, Member};

use super::operator::operators;
use crate::mutants::body::Body;
use crate::mutants::edit::{Edits, before, replace};
use crate::mutants::guards::guards;

operators! {
    Object:
    "fresh-lock", fresh_lock;
        "a new lock is taken instead of the shared one",
        "two threads at once: critical sections must not overlap";
    "fresh-value", fresh_value;
        "a thread gets a new value instead of another handle to the shared one",
        "what one thread does is visible to the others";
    "locks-swapped", locks_swapped;
        "two locks are taken in the opposite order",
        "two threads take both locks from opposite sides: no deadlock";
    "lock-order-reversed", order_turned;
        "the lock order is computed the wrong way round",
        "two threads take both locks from opposite sides: no deadlock";
    "sibling", sibling;
        "another field of the same type is locked, waited for or notified",
        "two kinds of waiting at once: the notified thread can continue";
}

fn fresh_lock(body: &Body<'_>) -> Vec<Edits> {
    let used = guards(body).into_iter().filter(|guard| guard.is_mutable || guard.is_bare());
    let fresh = used.filter_map(|guard| {
        let lock = guard.lock?;
        let of = if lock.method == "lock" { "Mutex" } else { "RwLock" };
        let taken = format!("fresh.{}().unwrap()", lock.method);
        let copy = match guard.is_bare() {
            true => "()".to_owned(),
            false => format!("{}.clone()", body.text(guard.value)),
        };
        let new = before(guard.local, format!("let fresh = std::sync::{of}::new({copy});\n"));
        Some(vec![new, replace(guard.value, taken)])
    });
    fresh.collect()
}

fn fresh_value(body: &Body<'_>) -> Vec<Edits> {
    let clones = body.calls("clone").filter(|call| body.text(&call.func) == "Arc::clone");
    clones.map(|call| vec![replace(call, "Arc::default()")]).collect()
}

/// Two adjacent statements that each bind a guard.
fn locks_swapped(body: &Body<'_>) -> Vec<Edits> {
    let all = guards(body);
    all.windows(2)
        .filter(|pair| std::ptr::eq(pair[0].block, pair[1].block) && pair[0].at + 1 == pair[1].at)
        .map(|pair| {
            let (first, second) = (body.text(pair[0].value), body.text(pair[1].value));
            vec![replace(pair[0].value, second), replace(pair[1].value, first)]
        })
        .collect()
}

/// `min` and `max` of two indices.
fn order_turned(body: &Body<'_>) -> Vec<Edits> {
    let calls = body.methods(&["min", "max"]);
    let other = |call: &ExprMethodCall| if call.method == "min" { "max" } else { "min" };
    let mut found: Vec<Edits> =
        calls.map(|call| vec![replace(&call.method, other(call))]).collect();
    if let [one, other] = &found[..] {
        let both = one.iter().chain(other).cloned().collect();
        found.push(both);
    }
    found
}

fn sibling(body: &Body<'_>) -> Vec<Edits> {
    const CALLS: [&str; 8] =
        ["lock", "read", "write", "wait", "wait_while", "notify_one", "notify_all", "wait_timeout"];
    let mut found = Vec::new();
    for call in body.methods(&CALLS) {
        let Expr::Field(field) = &*call.receiver else { continue };
        let Member::Named(name) = &field.member else { continue };
        for item in body.source.structs() {
            let Some(own) = item.fields.iter().find(|f| f.ident.as_ref() == Some(name)) else {
                continue;
            };
            let of = body.text(&own.ty);
            for other in &item.fields {
                if let Some(ident) = &other.ident
                    && ident != name
                    && body.text(&other.ty) == of
                {
                    found.push(vec![replace(&field.member, ident.to_string())]);
                }
            }
        }
    }
    found
}
