//! More waiting than necessary, up to a deadlock.
use syn::{Expr, ExprClosure, ExprLit, Lit, Stmt};

use super::operator::operators;
use crate::mutants::body::Body;
use crate::mutants::edit::{Edits, before, replace};
use crate::mutants::guards::guards;

operators! {
    Stronger:
    "locked-twice", locked_twice;
        "a thread locks a mutex that it already holds",
        "a single call returns";
    "threads-serialized", one_by_one;
        "the threads run one after another",
        "two threads can work at the same time";
    "run-inline", run_inline;
        "the caller does the work before it spawns the thread",
        "the call returns before the work is done; two threads work at the same time";
    "one-less", one_less;
        "there is one permit, slot or thread too few",
        "as many threads as promised can run at the same time";
}

fn locked_twice(body: &Body<'_>) -> Vec<Edits> {
    let kept = guards(body).into_iter().filter(|guard| guard.lock.is_some());
    kept.map(|guard| {
        let first = format!("let _first = {};\n", body.text(guard.value));
        vec![before(guard.local, first)]
    })
    .collect()
}

/// The closures that are passed to `spawn`.
fn spawned<'a>(body: &Body<'a>) -> Vec<(&'a Expr, &'a ExprClosure)> {
    let functions = body.calls("spawn").map(|call| &call.args);
    let methods = body.methods(&["spawn"]).map(|call| &call.args);
    let closures = functions.chain(methods).filter_map(|arguments| match arguments.first()? {
        closure @ Expr::Closure(inner) => Some((closure, inner)),
        _ => None,
    });
    closures.collect()
}

fn one_by_one(body: &Body<'_>) -> Vec<Edits> {
    const TURN: &str = "static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());\n\
        let _turn = TURN.lock();\n";
    let edits = spawned(body).into_iter().filter_map(|(_, closure)| match &*closure.body {
        Expr::Block(block) => Some(vec![before(block.block.stmts.first()?, TURN)]),
        value => Some(vec![replace(value, format!("{{ {TURN} {} }}", body.text(value)))]),
    });
    edits.collect()
}

fn run_inline(body: &Body<'_>) -> Vec<Edits> {
    // Before the innermost statement that contains the call, so that its value exists.
    let homes = spawned(body).into_iter().filter_map(|(closure, _)| {
        Some((closure, body.home(closure)?.2)).filter(|(_, statement)| !is_closure(statement))
    });
    let edits = homes.map(|(closure, statement)| {
        let result = format!("let result = ({})();\n", body.text(closure));
        vec![before(statement, result), replace(closure, "move || result")]
    });
    edits.collect()
}

/// Whether the statement binds a closure, which is called later.
fn is_closure(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(local)
        if local.init.as_ref().is_some_and(|init| matches!(&*init.expr, Expr::Closure(_))))
}

/// Reduces counts by one: ends of ranges, arguments of constructors, limits.
fn one_less(body: &Body<'_>) -> Vec<Edits> {
    let ends = body.parts.fors.iter().filter_map(|each| match &*each.expr {
        Expr::Range(range) => range.end.as_deref(),
        _ => None,
    });
    let ends = ends.map(|end| vec![replace(end, format!("({} - 1)", body.text(end)))]);
    let counts = body.calls("new").flat_map(|call| &call.args).filter_map(|argument| {
        let Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) = argument else { return None };
        let less = number.base10_parse::<u64>().ok()?.checked_sub(1)?;
        Some(vec![replace(argument, less.to_string())])
    });
    let limits = body.methods(&["min"]).filter_map(|call| match call.args.first()? {
        argument @ (Expr::Path(_) | Expr::MethodCall(_)) => {
            Some(vec![replace(argument, format!("{} - 1", body.text(argument)))])
        }
        _ => None,
    });
    ends.chain(counts).chain(limits).collect()
}
