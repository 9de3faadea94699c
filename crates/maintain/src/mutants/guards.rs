//! Lock guards: the expressions that create one, and the variables that hold one.
use quote::ToTokens;
use syn::{Block, Expr, ExprMethodCall, Local, ReturnType, Stmt};

use crate::mutants::body::{Body, is_named, unwrapped, variable};

/// `let name = ….lock().unwrap();`
pub(crate) struct Guard<'a> {
    pub(crate) block: &'a Block,
    /// The index of the statement in the block.
    pub(crate) at: usize,
    pub(crate) local: &'a Local,
    pub(crate) name: String,
    pub(crate) is_mutable: bool,
    /// The expression that creates the guard, including `unwrap`.
    pub(crate) value: &'a Expr,
    /// The call that locks.
    pub(crate) lock: Option<&'a ExprMethodCall>,
}

impl Guard<'_> {
    /// Whether the guarded data is not used: the guard only excludes other threads.
    pub(crate) fn is_bare(&self) -> bool {
        self.name.starts_with('_')
    }

    /// The statements that follow in its block.
    pub(crate) fn rest(&self) -> &[Stmt] {
        &self.block.stmts[self.at + 1..]
    }
}

/// All guards that a body binds to variables.
pub(crate) fn guards<'a>(body: &Body<'a>) -> Vec<Guard<'a>> {
    let guard = |(block, at, statement): (&'a Block, usize, &'a Stmt)| {
        let Stmt::Local(local) = statement else { return None };
        let (name, is_mutable) = variable(local)?;
        let value = &*local.init.as_ref().filter(|init| init.diverge.is_none())?.expr;
        is_guard(body, value).then(|| {
            let lock = method(unwrapped(value)).filter(|call| locks(call));
            Guard { block, at, local, name, is_mutable, value, lock }
        })
    };
    body.statements().filter_map(guard).collect()
}

/// Whether the expression creates a guard, or possibly one (`….then(|| guard)`).
pub(crate) fn is_guard(body: &Body<'_>, expression: &Expr) -> bool {
    let Some(call) = method(unwrapped(expression)) else { return false };
    if call.method == "then"
        && let Some(Expr::Closure(closure)) = call.args.first()
    {
        return is_guard(body, &closure.body);
    }
    locks(call) || gives_guard(body, &call.method.to_string())
}

/// Whether this is `….lock()`, `….read()` or `….write()` of a `Mutex` or `RwLock`.
pub(crate) fn locks(call: &ExprMethodCall) -> bool {
    call.args.is_empty() && is_named(call, &["lock", "read", "write"])
}

/// The guards that live for a single statement, including `unwrap`.
pub(crate) fn temporary<'a>(body: &Body<'a>) -> Vec<&'a ExprMethodCall> {
    let kept: Vec<&Expr> = guards(body).into_iter().map(|guard| guard.value).collect();
    let is_kept = |call: &ExprMethodCall| {
        kept.iter().any(|value| method(value).is_some_and(|kept| std::ptr::eq(kept, call)))
    };
    body.methods(&["unwrap", "unwrap_or_else"])
        .filter(|call| method(&call.receiver).is_some_and(locks))
        .filter(|call| !is_kept(call))
        .collect()
}

/// Whether a method of this file returns a guard.
fn gives_guard(body: &Body<'_>, name: &str) -> bool {
    body.source.functions().iter().any(|function| {
        function.signature.ident == name
            && matches!(&function.signature.output, ReturnType::Type(_, of)
                if of.to_token_stream().to_string().contains("Guard"))
    })
}

pub(crate) fn method(expression: &Expr) -> Option<&ExprMethodCall> {
    match expression {
        Expr::MethodCall(call) => Some(call),
        _ => None,
    }
}
