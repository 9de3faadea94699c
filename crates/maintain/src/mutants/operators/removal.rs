//! Missing synchronization.
use syn::{Block, Expr, Local, Pat, Stmt};

use super::operator::operators;
use crate::mutants::body::{Body, expression, function, is_named, mentions, unwrapped};
use crate::mutants::edit::{Edits, remove, replace};
use crate::mutants::guards::{guards, method};

operators! {
    Removal:
    "guard-dropped-immediately", dropped_at_once;
        "the guard is bound to `_`, which drops it immediately",
        "two threads at once: critical sections must not overlap";
    "guard-removed", guard_removed;
        "a lock that guards no data is not taken",
        "two threads at once: critical sections must not overlap";
    "join-removed", |body| calls_removed(body, &["join"]);
        "the thread is not joined",
        "when the call returns, the thread's work is done, in every interleaving";
    "wait-removed", wait_removed;
        "the call does not wait for the condition",
        "a call that comes too early waits until it can continue";
    "notify-removed", |body| calls_removed(body, &["notify_one", "notify_all"]);
        "waiting threads are not notified",
        "a thread waits first and continues when the other one arrives: no deadlock";
    "barrier-removed", |body| calls_removed(body, &["wait", "unpark"]);
        "a wait at a barrier, a park or an unpark is omitted",
        "no thread enters the second phase while another is in the first";
    "permit-call-removed", |body| calls_removed(body, &["acquire", "release"]);
        "a permit is not acquired, or not released",
        "two threads at once overlap, or the second waits forever";
    "send-removed", |body| calls_removed(body, &["send"]);
        "a message is not sent",
        "every request gets a reply";
    "drop-removed", |body| functions_removed(body, "drop");
        "a guard or a sender lives too long",
        "the call returns, and other threads make progress meanwhile";
    "fence-removed", |body| functions_removed(body, "fence");
        "a fence is omitted",
        "a thread that sees the flag sees everything stored before it";
}

fn dropped_at_once(body: &Body<'_>) -> Vec<Edits> {
    let bare = guards(body).into_iter().filter(|guard| guard.is_bare());
    bare.map(|guard| vec![replace(&guard.local.pat, "_")]).collect()
}

fn guard_removed(body: &Body<'_>) -> Vec<Edits> {
    let bare = guards(body).into_iter().filter(|guard| guard.is_bare());
    bare.map(|guard| vec![remove(body.source, guard.local)]).collect()
}

/// Removes statements that only make one of these calls, and loops that contain nothing else.
fn calls_removed(body: &Body<'_>, names: &[&str]) -> Vec<Edits> {
    let is_call = |statement: &Stmt| {
        let value = match statement {
            Stmt::Expr(value, Some(_)) => assigned(value),
            Stmt::Local(Local { pat: Pat::Wild(_), init: Some(init), .. }) => &init.expr,
            _ => return false,
        };
        method(unwrapped(value)).is_some_and(|call| is_named(call, names))
    };
    let is_loop = |statement: &Stmt| {
        matches!(expression(statement), Some(Expr::ForLoop(each))
            if matches!(&each.body.stmts[..], [only] if is_call(only)))
    };
    // Inside such a loop, the call is not removed again.
    let is_alone_in_loop = |block: &Block| {
        let mut loops = body.parts.fors.iter();
        loops.any(|each| std::ptr::eq(&raw const each.body, block)) && block.stmts.len() == 1
    };
    body.without(|block, statement| {
        (is_call(statement) || is_loop(statement)) && !is_alone_in_loop(block)
    })
}

/// Removes loops around `wait`; `c.wait_while(guard, …).unwrap()` becomes `guard`.
fn wait_removed(body: &Body<'_>) -> Vec<Edits> {
    let mut found = body.without(|_, statement| {
        matches!(expression(statement), Some(Expr::While(each)) if mentions(&each.body, "wait"))
    });
    for call in body.methods(&["unwrap", "unwrap_or_else"]) {
        if let Some(wait) = method(&call.receiver)
            && wait.method == "wait_while"
            && let Some(guard) = wait.args.first()
        {
            found.push(vec![replace(call, body.text(guard))]);
        }
    }
    found
}

fn functions_removed(body: &Body<'_>, name: &str) -> Vec<Edits> {
    body.without(|_, statement| {
        matches!(expression(statement), Some(Expr::Call(call))
            if function(call).is_some_and(|called| called == name))
    })
}

/// `x` of `_ = x`.
fn assigned(value: &Expr) -> &Expr {
    match value {
        Expr::Assign(assign) if matches!(&*assign.left, Expr::Infer(_)) => &assign.right,
        value => value,
    }
}
