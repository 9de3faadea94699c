//! A function body, and the parts that operators change.
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprBinary, ExprCall, ExprForLoop, ExprIf, ExprLit, ExprMatch, ExprMethodCall,
    ExprPath, ExprUnary, ExprWhile, FnArg, Ident, Local, Macro, Pat, Stmt, Type,
};

use crate::mutants::edit::{Edits, remove, replace};
use crate::mutants::source::{Function, Source, contains};

/// A function and the parts of its body.
pub(crate) struct Body<'a> {
    pub(crate) source: &'a Source,
    pub(crate) function: &'a Function<'a>,
    pub(crate) parts: Parts<'a>,
}

/// The parts of a body by kind, in the order of the text: each field with the visitor that fills it.
macro_rules! parts {
    ($($field:ident: $kind:ty, $visit:ident;)*) => {
        #[derive(Default)]
        pub(crate) struct Parts<'a> {
            $(pub(crate) $field: Vec<&'a $kind>,)*
        }

        impl<'a> Visit<'a> for Parts<'a> {
            $(fn $visit(&mut self, node: &'a $kind) {
                self.$field.push(node);
                visit::$visit(self, node);
            })*
        }
    };
}

parts! {
    blocks: Block, visit_block;
    methods: ExprMethodCall, visit_expr_method_call;
    calls: ExprCall, visit_expr_call;
    whiles: ExprWhile, visit_expr_while;
    fors: ExprForLoop, visit_expr_for_loop;
    ifs: ExprIf, visit_expr_if;
    matches: ExprMatch, visit_expr_match;
    binaries: ExprBinary, visit_expr_binary;
    unaries: ExprUnary, visit_expr_unary;
    literals: ExprLit, visit_expr_lit;
    paths: ExprPath, visit_expr_path;
    macros: Macro, visit_macro;
}

impl<'a> Body<'a> {
    pub(crate) fn new(source: &'a Source, function: &'a Function<'a>) -> Self {
        let mut parts = Parts::default();
        parts.visit_block(function.block);
        Self { source, function, parts }
    }

    pub(crate) fn text(&self, node: &(impl Spanned + ?Sized)) -> &'a str {
        self.source.at(node)
    }

    /// Every statement, with its block and its index there.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (&'a Block, usize, &'a Stmt)> {
        self.parts.blocks.iter().flat_map(|block| {
            block.stmts.iter().enumerate().map(|(at, statement)| (*block, at, statement))
        })
    }

    /// The parameters that are single names, with their types.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&'a Ident, &'a Type)> {
        self.function.signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(name) => Some((&name.ident, &*typed.ty)),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
    }

    /// The calls of methods with these names.
    pub(crate) fn methods(&self, names: &[&str]) -> impl Iterator<Item = &'a ExprMethodCall> {
        self.parts.methods.iter().copied().filter(|call| is_named(call, names))
    }

    /// The calls of functions whose path ends with this name.
    pub(crate) fn calls(&self, name: &str) -> impl Iterator<Item = &'a ExprCall> {
        self.parts.calls.iter().copied().filter(move |call| function(call) == Some(name.to_owned()))
    }

    /// The innermost statement that contains a node, with its block and its index there.
    pub(crate) fn home(
        &self,
        node: &(impl Spanned + ?Sized),
    ) -> Option<(&'a Block, usize, &'a Stmt)> {
        self.statements().filter(|(_, _, statement)| contains(*statement, node)).last()
    }

    /// A mutant without each of these statements.
    pub(crate) fn without(&self, is_removed: impl Fn(&Block, &Stmt) -> bool) -> Vec<Edits> {
        self.statements()
            .filter(|(block, _, statement)| is_removed(block, statement))
            .map(|(_, _, statement)| vec![remove(self.source, statement)])
            .collect()
    }

    /// Every use of a variable outside of macros.
    pub(crate) fn uses(&self, name: &str) -> Vec<&'a ExprPath> {
        self.parts.paths.iter().filter(|path| path.path.is_ident(name)).copied().collect()
    }

    /// Whether a macro uses the variable.
    pub(crate) fn in_macro(&self, name: &str) -> bool {
        self.parts.macros.iter().any(|call| names(call.tokens.clone(), name))
    }
}

/// Whether this calls a method with one of these names.
pub(crate) fn is_named(call: &ExprMethodCall, names: &[&str]) -> bool {
    names.iter().any(|name| call.method == name)
}

/// The last part of the path of a called function.
pub(crate) fn function(call: &ExprCall) -> Option<String> {
    let Expr::Path(path) = &*call.func else { return None };
    Some(path.path.segments.last()?.ident.to_string())
}

/// A mutant with a method of another name for each of these calls.
pub(crate) fn renamed<'a>(calls: impl Iterator<Item = &'a ExprMethodCall>, to: &str) -> Vec<Edits> {
    calls.map(|call| vec![replace(&call.method, to)]).collect()
}

/// Whether a node contains this name.
pub(crate) fn mentions(node: &impl ToTokens, name: &str) -> bool {
    names(node.to_token_stream(), name)
}

fn names(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => names(group.stream(), name),
        TokenTree::Literal(literal) => literal.to_string().contains(&format!("{{{name}")),
        TokenTree::Punct(_) => false,
    })
}

/// The expression of a statement.
pub(crate) fn expression(statement: &Stmt) -> Option<&Expr> {
    match statement {
        Stmt::Expr(expression, _) => Some(expression),
        _ => None,
    }
}

/// Whether the statement is the tail expression of its block.
pub(crate) fn is_tail(block: &Block, at: usize) -> bool {
    at + 1 == block.stmts.len() && matches!(block.stmts[at], Stmt::Expr(_, None))
}

/// The only variable that a `let` binds, and whether it is mutable.
pub(crate) fn variable(local: &Local) -> Option<(String, bool)> {
    let pattern = match &local.pat {
        Pat::Type(typed) => &typed.pat,
        pattern => pattern,
    };
    match pattern {
        Pat::Ident(pattern) if pattern.by_ref.is_none() => {
            Some((pattern.ident.to_string(), pattern.mutability.is_some()))
        }
        _ => None,
    }
}

/// `x` of `x.unwrap()`, `x.expect("…")`, `x.unwrap_or_else(…)`.
pub(crate) fn unwrapped(mut expression: &Expr) -> &Expr {
    while let Expr::MethodCall(call) = expression
        && is_named(call, &["unwrap", "expect", "unwrap_or_else"])
    {
        expression = &call.receiver;
    }
    expression
}

/// Whether a statement can interact with other threads; one that only creates a value cannot.
pub(crate) fn does_something(statement: &Stmt) -> bool {
    const MAKES: [&str; 5] = ["new", "Ok", "Err", "Some", "from"];
    let mut parts = Parts::default();
    parts.visit_stmt(statement);
    let makes =
        |call: &&ExprCall| function(call).is_some_and(|name| MAKES.contains(&name.as_str()));
    let is_quiet = |call: &&Macro| call.path.is_ident("format") || call.path.is_ident("vec");
    !parts.methods.is_empty()
        || !parts.calls.iter().copied().all(|call| makes(&call))
        || !parts.macros.iter().copied().all(|call| is_quiet(&call))
}
