//! Critical sections that begin or end elsewhere, or are split.
use syn::{Block, Expr, Stmt};

use super::operator::operators;
use crate::mutants::body::{
    Body, does_something, expression, function, is_tail, mentions, unwrapped,
};
use crate::mutants::edit::{Edit, Edits, after, before, remove, replace};
use crate::mutants::guards::{Guard, guards, locks, method, temporary};
use crate::mutants::source::bytes;

operators! {
    Region:
    "copy-written-back", copy_written_back;
        "the lock is held only to copy the value and to write it back at the end",
        "two changes at once: neither is lost";
    "locked-per-use", locked_for_each_use;
        "every use of the guard takes the lock again",
        "two threads at once: check and change are one step";
    "unlocked-between", unlocked_in_between;
        "the lock is released and taken again between two steps",
        "two threads at once: check and change are one step";
    "dropped-early", dropped_early;
        "the guard is dropped before the critical section ends",
        "two threads at once: critical sections must not overlap";
    "locked-late", locked_late;
        "the lock is taken one statement later",
        "two threads at once: check and change are one step";
    "locked-early", locked_early;
        "the lock is taken one statement earlier",
        "slow work happens without the lock: other threads make progress meanwhile";
    "held-longer", held_longer;
        "a lock needed for one statement is held to the end of the block",
        "slow work happens without the lock: other threads make progress meanwhile";
    "statement-split", gap_in_a_statement;
        "a statement that reads and writes under one lock takes the lock twice",
        "two changes at once: neither is lost";
}

/// Adds statements at the end of a block, before its value is returned.
pub(super) fn at_end(body: &Body<'_>, block: &Block, statements: &str) -> Vec<Edit> {
    match block.stmts.last() {
        Some(last) if is_tail(block, block.stmts.len() - 1) => {
            let value = body.text(last);
            vec![replace(last, format!("let result = {value};\n{statements}\nresult"))]
        }
        Some(last) => vec![after(last, format!("\n{statements}"))],
        None => Vec::new(),
    }
}

fn copy_written_back(body: &Body<'_>) -> Vec<Edits> {
    let changed = guards(body).into_iter().filter(|guard| guard.is_mutable && guard.lock.is_some());
    changed
        .map(|guard| {
            let (name, lock) = (&guard.name, body.text(guard.value));
            let write = format!("*{lock} = {name}.clone();");
            let mut edits = vec![replace(guard.value, format!("&mut {lock}.clone()"))];
            // An explicit drop is preceded by the write.
            match dropping(&guard) {
                Some(drop) => edits.push(replace(drop, write)),
                None => edits.extend(at_end(body, guard.block, &write)),
            }
            edits
        })
        .collect()
}

fn locked_for_each_use(body: &Body<'_>) -> Vec<Edits> {
    guards(body)
        .into_iter()
        .filter(|guard| !guard.is_bare() && !body.in_macro(&guard.name))
        .filter_map(|guard| {
            let lock = body.text(guard.value);
            let drop = dropping(&guard);
            let mut edits = vec![remove(body.source, guard.local)];
            edits.extend(drop.map(|drop| remove(body.source, drop)));
            let is_dropped = |at: usize| drop.is_some_and(|drop| bytes(drop).contains(&at));
            let uses = body.uses(&guard.name).into_iter().filter(|path| {
                let at = bytes(*path).start;
                at > bytes(guard.local).end && at < bytes(guard.block).end && !is_dropped(at)
            });
            let replaced: Vec<Edit> = uses.map(|path| replace(path, lock)).collect();
            // With a single use, nothing can come in between.
            (replaced.len() > 1).then(|| edits.into_iter().chain(replaced).collect())
        })
        .collect()
}

fn unlocked_in_between(body: &Body<'_>) -> Vec<Edits> {
    let mut found = Vec::new();
    for guard in guards(body) {
        let (name, lock) = (&guard.name, body.text(guard.value));
        let again = format!("drop({name});\n{}\n", body.text(guard.local));
        let rest = guard.rest();
        let in_use = |statements: &[Stmt]| statements.iter().any(|s| mentions(s, name));
        for (at, statement) in rest.iter().enumerate().skip(1) {
            let needed = guard.is_bare() || (in_use(&rest[..at]) && in_use(&rest[at..]));
            let is_drop = dropping(&guard).is_some_and(|drop| std::ptr::eq(drop, statement));
            if needed && !is_drop {
                found.push(vec![before(statement, again.clone())]);
            }
        }
        // Also between the iterations of a loop.
        for statement in rest {
            if let Some(Expr::ForLoop(each)) = expression(statement)
                && guard.is_mutable
                && !mentions(&each.expr, name)
                && mentions(&each.body, name)
                && let Some(first) = each.body.stmts.first()
            {
                found.push(vec![before(first, format!("drop({name});\n{name} = {lock};\n"))]);
            }
        }
    }
    found
}

fn dropped_early(body: &Body<'_>) -> Vec<Edits> {
    let mut found = Vec::new();
    for guard in guards(body) {
        for (at, statement) in guard.rest().iter().enumerate() {
            let ends = dropping(&guard).is_some_and(|drop| std::ptr::eq(drop, statement));
            // No statement after this one can be disturbed.
            if ends || !guard.rest()[at..].iter().any(does_something) {
                break;
            }
            let earlier =
                at == 0 || guard.is_bare() || mentions(&guard.rest()[at - 1], &guard.name);
            if earlier {
                found.push(vec![before(statement, format!("drop({});\n", guard.name))]);
            }
        }
    }
    found
}

fn locked_late(body: &Body<'_>) -> Vec<Edits> {
    guards(body)
        .into_iter()
        .filter_map(|guard| {
            let next = guard.rest().first().filter(|next| does_something(next))?;
            let text = body.text(guard.local);
            if is_tail(guard.block, guard.at + 1) {
                let value = body.text(next);
                let late = format!("let result = {value};\n{text}\nresult");
                return Some(vec![remove(body.source, guard.local), replace(next, late)]);
            }
            Some(vec![remove(body.source, guard.local), after(next, format!("\n{text}"))])
        })
        .collect()
}

fn locked_early(body: &Body<'_>) -> Vec<Edits> {
    guards(body)
        .into_iter()
        .filter_map(|guard| {
            let previous = &guard.block.stmts[guard.at.checked_sub(1)?];
            if !does_something(previous) {
                return None;
            }
            let text = format!("{}\n", body.text(guard.local));
            Some(vec![before(previous, text), remove(body.source, guard.local)])
        })
        .collect()
}

/// A temporary guard is bound to a variable before its statement.
fn held_longer(body: &Body<'_>) -> Vec<Edits> {
    let mut found = Vec::new();
    for call in temporary(body) {
        // If another statement follows.
        if let Some((block, at, statement)) = body.home(call)
            && at + 1 < block.stmts.len()
        {
            let held = format!("let mut held = {};\n", body.text(call));
            found.push(vec![before(statement, held), replace(call, "held")]);
        }
    }
    found
}

/// `*lock += n` becomes a read and a write.
fn gap_in_a_statement(body: &Body<'_>) -> Vec<Edits> {
    let mut found = Vec::new();
    for binary in &body.parts.binaries {
        let target = match &*binary.left {
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => &*unary.expr,
            _ => continue,
        };
        let is_lock = method(unwrapped(target)).is_some_and(locks);
        let sign = body.text(&binary.op);
        if let Some(operator) = sign.strip_suffix('=')
            && is_lock
            && !operator.is_empty()
            && !["=", "!", "<", ">"].contains(&operator)
        {
            let (left, right) = (body.text(&binary.left), body.text(&binary.right));
            let split = format!("{{ let seen = {left}; {left} = seen {operator} {right}; }}");
            found.push(vec![replace(*binary, split)]);
        }
    }
    found
}

/// The statement `drop(guard);` in the block of the guard.
pub(super) fn dropping<'a>(guard: &Guard<'a>) -> Option<&'a Stmt> {
    guard.block.stmts[guard.at + 1..].iter().find(|statement| {
        matches!(expression(statement), Some(Expr::Call(call))
            if function(call).is_some_and(|called| called == "drop")
                && call.args.first().is_some_and(|of| mentions(of, &guard.name)))
    })
}
