//! Mistakes that show only after another fault, and signals that are sent too early.
use syn::{Expr, ExprMethodCall, Pat, Stmt};

use super::operator::operators;
use super::region::{at_end, dropping};
use crate::mutants::body::{Body, expression, is_named, mentions, variable};
use crate::mutants::edit::{Edits, after, remove, replace};
use crate::mutants::guards::{guards, locks, method};
use crate::mutants::source::contains;

operators! {
    Faults:
    "guard-forgotten", guard_forgotten;
        "`mem::forget` keeps the lock locked forever",
        "a second call after the first also returns";
    "poison-panics", poison_is_a_panic;
        "a panic in one thread makes the next caller panic",
        "after a panic in one call, the next call works as usual";
    "poison-ignored", poison_ignored;
        "after a panic, the next caller continues with inconsistent data",
        "after a panic half-way, no thread sees a partial change";
    "notify-too-early", |body| turned(body, &["notify_one", "notify_all"]);
        "waiting threads are notified before the condition changes",
        "a thread waits first and continues when the other one arrives: no deadlock";
    "signal-too-early", |body| turned(body, &["store", "send", "release", "unpark"]);
        "a flag is set, or a message sent, before the work is done",
        "a thread that sees the flag or the message also sees the work";
    "guard-in-scrutinee", in_the_scrutinee;
        "the lock is taken in the scrutinee of the `match`, so every arm holds it",
        "slow work happens without the lock: other threads make progress meanwhile";
}

fn guard_forgotten(body: &Body<'_>) -> Vec<Edits> {
    guards(body)
        .into_iter()
        .map(|guard| match dropping(&guard) {
            Some(drop) => vec![replace(drop, format!("std::mem::forget({});", guard.name))],
            None => at_end(body, guard.block, &format!("std::mem::forget({});", guard.name)),
        })
        .collect()
}

fn poison_is_a_panic(body: &Body<'_>) -> Vec<Edits> {
    let calls = body
        .methods(&["unwrap_or_else"])
        .filter(|call| call.args.first().is_some_and(|made| mentions(made, "PoisonError")));
    calls
        .map(|call| vec![replace(call, format!("{}.unwrap()", body.text(&call.receiver)))])
        .collect()
}

/// Only where a panic can happen while the lock is held: elsewhere no lock is ever poisoned.
fn poison_ignored(body: &Body<'_>) -> Vec<Edits> {
    const INNER: &str = "unwrap_or_else(std::sync::PoisonError::into_inner)";
    // A panic of a reader does not poison an `RwLock`.
    let unwraps = body
        .methods(&["unwrap"])
        .filter(|call| method(&call.receiver).is_some_and(|of| locks(of) && of.method != "read"));
    let is_at_risk = |call: &&ExprMethodCall| match guards(body)
        .into_iter()
        .find(|guard| contains(guard.value, *call))
    {
        Some(guard) => guard.rest().iter().any(|statement| can_panic(body, statement)),
        None => body.home(*call).is_some_and(|(_, _, statement)| can_panic(body, statement)),
    };
    unwraps
        .filter(is_at_risk)
        .map(|call| vec![replace(call, format!("{}.{INNER}", body.text(&call.receiver)))])
        .collect()
}

/// Whether a statement calls a function of the caller, or panics deliberately.
fn can_panic(body: &Body<'_>, statement: &Stmt) -> bool {
    let parameters: Vec<_> = body.parameters().map(|(name, _)| name).collect();
    let calls = body.parts.calls.iter().any(|call| {
        let foreign = match &*call.func {
            Expr::Path(path) => parameters.iter().any(|name| path.path.is_ident(*name)),
            Expr::Paren(_) | Expr::Field(_) => true,
            _ => false,
        };
        foreign && contains(statement, *call)
    });
    let expects = body.methods(&["expect"]).any(|call| contains(statement, call));
    let asserts = body.parts.macros.iter().any(|call| {
        ["assert", "assert_eq", "panic", "unreachable"].iter().any(|name| call.path.is_ident(name))
            && contains(statement, *call)
    });
    calls || expects || asserts
}

/// Swaps a statement that makes one of these calls with the statement before it.
fn turned(body: &Body<'_>, calls: &[&str]) -> Vec<Edits> {
    let is_call = |statement: &Stmt| {
        let value = match statement {
            Stmt::Expr(Expr::Assign(assign), Some(_)) => Some(&*assign.right),
            Stmt::Expr(value, Some(_)) => Some(value),
            Stmt::Local(local) if matches!(local.pat, Pat::Wild(_)) => {
                local.init.as_ref().map(|init| &*init.expr)
            }
            _ => None,
        };
        value.and_then(method).is_some_and(|call| is_named(call, calls))
    };
    let swapped = body.statements().filter_map(|(block, at, statement)| {
        let previous = &block.stmts[at.checked_sub(1)?];
        let (text, other) = (body.text(statement), body.text(previous));
        (is_call(statement) && !is_call(previous)).then(|| {
            let moved = after(statement, format!("\n{other}"));
            vec![replace(previous, text), remove(body.source, statement), moved]
        })
    });
    swapped.collect()
}

/// `let x = …lock()…; match x { … }` becomes `match …lock()… { … }`.
fn in_the_scrutinee(body: &Body<'_>) -> Vec<Edits> {
    let found = body.statements().filter_map(|(block, at, statement)| {
        let Stmt::Local(local) = statement else { return None };
        let ((name, _), init) = variable(local).zip(local.init.as_ref())?;
        let scrutinee = match expression(block.stmts.get(at + 1)?)? {
            Expr::Match(inner) => &*inner.expr,
            Expr::If(inner) => match &*inner.cond {
                Expr::Let(inner) => &*inner.expr,
                _ => return None,
            },
            _ => return None,
        };
        let is_it = matches!(scrutinee, Expr::Path(path) if path.path.is_ident(&name));
        (is_it && mentions(&init.expr, "lock")).then(|| {
            vec![remove(body.source, statement), replace(scrutinee, body.text(&init.expr))]
        })
    });
    found.collect()
}
