//! A weaker call instead of the one that is needed.
use syn::{Expr, ExprMethodCall, Local, Pat, Stmt};

use super::operator::operators;
use crate::mutants::body::{Body, mentions, renamed, unwrapped};
use crate::mutants::edit::{Edits, replace};
use crate::mutants::guards::{locks, method};

operators! {
    Weaker:
    "wakes-one", |body| renamed(body.methods(&["notify_all"]), "notify_one");
        "only one waiting thread is notified",
        "two threads wait and both can continue: no deadlock";
    "if-for-while", if_for_while;
        "a thread that wakes up does not check the condition again",
        "two threads wait for one item: the second keeps waiting, even after a spurious wakeup";
    "waits-once", waits_once;
        "`wait` replaces `wait_while`, so the condition is never checked",
        "a thread that can continue does not wait; after a spurious wakeup it keeps waiting";
    "sleep-for-join", sleep_for_join;
        "the call sleeps instead of joining the thread",
        "when the call returns, the thread's work is done, in every interleaving";
    "try-lock", try_lock;
        "a thread that finds the lock taken panics",
        "two threads at once: both get their turn";
    "try-recv", try_recv;
        "a thread that finds no message does not wait for one",
        "every message arrives, however late it is sent";
    "read-for-write", |body| renamed(body.methods(&["write"]).filter(has_no_arguments), "read");
        "a shared lock replaces an exclusive one",
        "two changes at once: neither is lost";
    "write-for-read", |body| renamed(body.methods(&["read"]).filter(has_no_arguments), "write");
        "an exclusive lock replaces a shared one",
        "two readers can hold the lock at the same time";
    "get-then-set", get_then_set;
        "a cell is checked, then filled: another thread can come in between",
        "two first callers at once: the work is done once";
    "load-then-store", load_then_store;
        "an atomic read-modify-write becomes a load and a store",
        "two threads at once: no update is lost and only one wins";
}

fn has_no_arguments(call: &&ExprMethodCall) -> bool {
    call.args.is_empty()
}

fn if_for_while(body: &Body<'_>) -> Vec<Edits> {
    body.parts.whiles.iter().map(|each| vec![replace(&each.while_token, "if")]).collect()
}

fn waits_once(body: &Body<'_>) -> Vec<Edits> {
    let waits = body.methods(&["wait_while"]).filter_map(|call| {
        let mut guard = call.args.first()?;
        while let Expr::Paren(inner) = guard {
            guard = &inner.expr;
        }
        let (of, guard) = (body.text(&call.receiver), body.text(guard));
        Some(vec![replace(call, format!("{of}.wait({guard})"))])
    });
    waits.collect()
}

fn sleep_for_join(body: &Body<'_>) -> Vec<Edits> {
    const PAUSE: &str = "std::thread::sleep(std::time::Duration::from_millis(100));";
    let is_join = |value: &Expr| {
        method(unwrapped(value)).is_some_and(|call| call.method == "join" && call.args.is_empty())
    };
    let joins = body.statements().filter(
        |(_, _, statement)| matches!(statement, Stmt::Expr(value, Some(_)) if is_join(value)),
    );
    joins.map(|(_, _, statement)| vec![replace(statement, PAUSE)]).collect()
}

fn try_lock(body: &Body<'_>) -> Vec<Edits> {
    let locked = body.methods(&["unwrap"]).filter_map(|call| method(&call.receiver));
    let locked = locked.filter(|call| locks(call));
    locked.map(|call| vec![replace(&call.method, format!("try_{}", call.method))]).collect()
}

/// `recv` becomes `try_recv`; loops over a receiver become loops over `try_iter`.
fn try_recv(body: &Body<'_>) -> Vec<Edits> {
    let receivers = receivers(body);
    let is_receiver = |value: &Expr| receivers.iter().any(|name| body.text(value) == name);
    let iterators = body.methods(&["iter"]).filter(|call| is_receiver(&call.receiver));
    let mut found = renamed(body.methods(&["recv"]), "try_recv");
    found.extend(renamed(iterators, "try_iter"));
    for each in body.parts.fors.iter().filter(|each| is_receiver(&each.expr)) {
        found.push(vec![replace(&each.expr, format!("{}.try_iter()", body.text(&each.expr)))]);
    }
    found
}

/// The receivers: the second variable of `let (a, b) = channel()`, and parameters of that type.
fn receivers(body: &Body<'_>) -> Vec<String> {
    let channels = body.statements().filter_map(|(_, _, statement)| {
        let Stmt::Local(Local { pat: Pat::Tuple(pattern), init: Some(init), .. }) = statement
        else {
            return None;
        };
        let Pat::Ident(second) = pattern.elems.get(1)? else { return None };
        mentions(&init.expr, "channel").then_some(&second.ident)
    });
    let parameters = body.parameters().filter(|(_, of)| mentions(of, "Receiver"));
    channels.chain(parameters.map(|(name, _)| name)).map(ToString::to_string).collect()
}

fn get_then_set(body: &Body<'_>) -> Vec<Edits> {
    let calls = body.methods(&["get_or_init"]).filter_map(|call| {
        let (cell, make) = (body.text(&call.receiver), body.text(call.args.first()?));
        let text = format!(
            "match {cell}.get() {{ Some(value) => value, None => {{ \
             let _ = {cell}.set(({make})()); {cell}.get().unwrap() }} }}"
        );
        Some(vec![replace(call, text)])
    });
    calls.collect()
}

fn load_then_store(body: &Body<'_>) -> Vec<Edits> {
    let calls = body.parts.methods.iter();
    calls.filter_map(|call| Some(vec![replace(*call, split(body, call)?)])).collect()
}

/// A read-modify-write operation as a load and a store.
fn split(body: &Body<'_>, call: &ExprMethodCall) -> Option<String> {
    const ORDER: &str = "std::sync::atomic::Ordering::SeqCst";
    let of = body.text(&call.receiver);
    let first = body.text(call.args.first()?);
    let name = call.method.to_string();
    let simple = |next: &str| {
        format!("{{ let seen = {of}.load({ORDER}); {of}.store({next}, {ORDER}); seen }}")
    };
    Some(match (name.as_str(), call.args.len()) {
        ("swap", 2) => simple(first),
        ("fetch_add", 2) => simple(&format!("seen.wrapping_add({first})")),
        ("fetch_sub", 2) => simple(&format!("seen.wrapping_sub({first})")),
        ("fetch_or", 2) => simple(&format!("seen | {first}")),
        ("fetch_and", 2) => simple(&format!("seen & {first}")),
        ("fetch_update" | "try_update", 3) => {
            let change = body.text(&call.args[2]);
            format!(
                "{{ let seen = {of}.load({ORDER}); match ({change})(seen) {{ \
                 Some(next) => {{ {of}.store(next, {ORDER}); Ok(seen) }} None => Err(seen) }} }}"
            )
        }
        ("compare_exchange" | "compare_exchange_weak", 4) => {
            let next = body.text(&call.args[1]);
            format!(
                "{{ let seen = {of}.load({ORDER}); if seen == {first} {{ \
                 {of}.store({next}, {ORDER}); Ok(seen) }} else {{ Err(seen) }} }}"
            )
        }
        _ => return None,
    })
}
