//! A function body, and the parts that operators change.
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprBinary, ExprCall, ExprClosure, ExprForLoop, ExprIf, ExprLit, ExprMatch,
    ExprMethodCall, ExprPath, ExprUnary, ExprWhile, Local, Macro, Pat, Stmt,
};

use crate::mutants::source::{Function, Source};

/// A function and the parts of its body.
pub(crate) struct Body<'a> {
    pub(crate) source: &'a Source,
    pub(crate) function: &'a Function<'a>,
    pub(crate) parts: Parts<'a>,
}

/// The parts of a body by kind, in the order of the text.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    pub(crate) blocks: Vec<&'a Block>,
    pub(crate) methods: Vec<&'a ExprMethodCall>,
    pub(crate) calls: Vec<&'a ExprCall>,
    pub(crate) closures: Vec<&'a ExprClosure>,
    pub(crate) whiles: Vec<&'a ExprWhile>,
    pub(crate) fors: Vec<&'a ExprForLoop>,
    pub(crate) ifs: Vec<&'a ExprIf>,
    pub(crate) matches: Vec<&'a ExprMatch>,
    pub(crate) binaries: Vec<&'a ExprBinary>,
    pub(crate) unaries: Vec<&'a ExprUnary>,
    pub(crate) literals: Vec<&'a ExprLit>,
    pub(crate) paths: Vec<&'a ExprPath>,
    pub(crate) macros: Vec<&'a Macro>,
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

    /// Every use of a variable outside of macros.
    pub(crate) fn uses(&self, name: &str) -> Vec<&'a ExprPath> {
        self.parts.paths.iter().filter(|path| path.path.is_ident(name)).copied().collect()
    }

    /// Whether a macro uses the variable.
    pub(crate) fn in_macro(&self, name: &str) -> bool {
        self.parts.macros.iter().any(|call| names(call.tokens.clone(), name))
    }
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
        && ["unwrap", "expect", "unwrap_or_else"].contains(&call.method.to_string().as_str())
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
    let makes = |call: &&ExprCall| {
        matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| MAKES.iter().any(|of| last.ident == of)))
    };
    let is_quiet = |call: &&Macro| call.path.is_ident("format") || call.path.is_ident("vec");
    !parts.methods.is_empty()
        || !parts.calls.iter().copied().all(|call| makes(&call))
        || !parts.macros.iter().copied().all(|call| is_quiet(&call))
}

macro_rules! collect {
    ($($method:ident $part:ident $kind:ty;)*) => {
        $(fn $method(&mut self, node: &'a $kind) {
            self.$part.push(node);
            visit::$method(self, node);
        })*
    };
}

impl<'a> Visit<'a> for Parts<'a> {
    collect! {
        visit_block blocks Block;
        visit_expr_method_call methods ExprMethodCall;
        visit_expr_call calls ExprCall;
        visit_expr_closure closures ExprClosure;
        visit_expr_while whiles ExprWhile;
        visit_expr_for_loop fors ExprForLoop;
        visit_expr_if ifs ExprIf;
        visit_expr_match matches ExprMatch;
        visit_expr_binary binaries ExprBinary;
        visit_expr_unary unaries ExprUnary;
        visit_expr_lit literals ExprLit;
        visit_expr_path paths ExprPath;
        visit_macro macros Macro;
    }
}
