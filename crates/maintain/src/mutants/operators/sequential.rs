//! Mistakes of sequential code, like those of cargo-mutants: values, operators, conditions, match arms.
use quote::ToTokens;
use syn::{Arm, BinOp, Expr, Lit, Pat, ReturnType, Stmt, Type, UnOp};

use super::operator::operators;
use crate::mutants::body::{Body, is_named};
use crate::mutants::edit::{Edits, remove, replace};

operators! {
    Sequential:
    "returns-at-once", returns_at_once;
        "the function does nothing and returns a value of the right type",
        "a single call does its work and returns the result";
    "operator", operator;
        "an operator is replaced",
        "a single call on both sides of the boundary";
    "negation-removed", negation_removed;
        "a `!` or `-` is omitted",
        "a single call in both cases";
    "condition", condition;
        "a condition is always true, or always false",
        "a single call in both cases";
    "number", number;
        "a number is off by one",
        "a single call on both sides of the boundary";
    "arm-removed", arm_removed;
        "a match arm is omitted, so the catch-all arm handles its case",
        "a single call for each case";
    "assignment-removed", assignment_removed;
        "a change is omitted",
        "what one call changes is visible to the next";
}

fn returns_at_once(body: &Body<'_>) -> Vec<Edits> {
    let values = match &body.function.signature.output {
        ReturnType::Default => vec![String::new()],
        ReturnType::Type(_, of) => values(of),
    };
    let is_it = |value: &String| {
        body.text(body.function.block).trim_matches(['{', '}', ' ', '\n']) == value
    };
    let values = values.into_iter().filter(|value| !is_it(value));
    values.map(|value| vec![replace(body.function.block, format!("{{ {value} }}"))]).collect()
}

/// Values of a type that a function could return by mistake.
fn values(of: &Type) -> Vec<String> {
    let Type::Path(path) = of else {
        return match of {
            Type::Reference(inner) if inner.elem.to_token_stream().to_string() == "str" => {
                vec!["\"\"".to_owned(), "\"xyzzy\"".to_owned()]
            }
            Type::Array(array) => {
                let length = array.len.to_token_stream();
                values(&array.elem).iter().map(|value| format!("[{value}; {length}]")).collect()
            }
            _ => Vec::new(),
        };
    };
    let Some(last) = path.path.segments.last() else { return Vec::new() };
    let inner = || match &last.arguments {
        syn::PathArguments::AngleBracketed(of) => of.args.iter().find_map(|of| match of {
            syn::GenericArgument::Type(of) => Some(values_or_default(of)),
            _ => None,
        }),
        _ => None,
    };
    let wrap = |by: &str| {
        let inner = inner().unwrap_or_default();
        inner.iter().map(|value| format!("{by}({value})")).collect::<Vec<_>>()
    };
    match last.ident.to_string().as_str() {
        "bool" => vec!["true".to_owned(), "false".to_owned()],
        "u8" | "u32" | "u64" | "usize" => vec!["0".to_owned(), "1".to_owned()],
        "i32" | "i64" => ["0", "1", "-1"].map(str::to_owned).to_vec(),
        "String" => vec!["String::new()".to_owned(), "\"xyzzy\".into()".to_owned()],
        "Vec" => {
            let one = inner().unwrap_or_default().into_iter().map(|value| format!("vec![{value}]"));
            [vec!["vec![]".to_owned()], one.collect()].concat()
        }
        "Option" => [vec!["None".to_owned()], wrap("Some")].concat(),
        // `fmt::Result` has no generic argument.
        "Result" if last.arguments.is_none() => vec!["Ok(())".to_owned()],
        "Result" => wrap("Ok"),
        "Response" => wrap("Response::new"),
        "Arc" => wrap("std::sync::Arc::new"),
        _ => Vec::new(),
    }
}

fn values_or_default(of: &Type) -> Vec<String> {
    if matches!(of, Type::Tuple(of) if of.elems.is_empty()) {
        return vec!["()".to_owned()];
    }
    let values = values(of);
    if values.is_empty() { vec!["Default::default()".to_owned()] } else { values }
}

fn operator(body: &Body<'_>) -> Vec<Edits> {
    let mut found = Vec::new();
    for binary in &body.parts.binaries {
        let others: &[&str] = match binary.op {
            BinOp::Eq(_) => &["!="],
            BinOp::Ne(_) => &["=="],
            BinOp::Lt(_) => &["<=", ">", "=="],
            BinOp::Le(_) => &["<", ">"],
            BinOp::Gt(_) => &[">=", "<", "=="],
            BinOp::Ge(_) => &[">", "<"],
            BinOp::And(_) => &["||"],
            BinOp::Or(_) => &["&&"],
            BinOp::Add(_) => &["-", "*"],
            BinOp::Sub(_) => &["+", "/"],
            BinOp::Mul(_) => &["+", "/"],
            BinOp::Div(_) => &["*", "+"],
            BinOp::Rem(_) => &["/", "+"],
            BinOp::AddAssign(_) => &["-=", "*="],
            BinOp::SubAssign(_) => &["+=", "/="],
            _ => &[],
        };
        found.extend(others.iter().map(|other| vec![replace(&binary.op, *other)]));
    }
    found
}

fn negation_removed(body: &Body<'_>) -> Vec<Edits> {
    let negated =
        body.parts.unaries.iter().filter(|unary| matches!(unary.op, UnOp::Not(_) | UnOp::Neg(_)));
    negated.map(|unary| vec![replace(&unary.op, "")]).collect()
}

fn condition(body: &Body<'_>) -> Vec<Edits> {
    let is_value = |condition: &&Expr| !matches!(condition, Expr::Let(_));
    let ifs = body.parts.ifs.iter().map(|inner| &*inner.cond).filter(is_value);
    let arms = body.parts.matches.iter().flat_map(|inner| &inner.arms);
    let guards = arms.filter_map(|arm| Some(&*arm.guard.as_ref()?.1));
    let both = |condition: &Expr| ["true", "false"].map(|value| vec![replace(condition, value)]);
    // `while true` would never terminate.
    let whiles = body.parts.whiles.iter().map(|inner| &*inner.cond).filter(is_value);
    let ends = whiles.map(|condition| vec![replace(condition, "false")]);
    ifs.chain(guards).flat_map(both).chain(ends).collect()
}

fn number(body: &Body<'_>) -> Vec<Edits> {
    let numbers = body.parts.literals.iter().filter_map(|literal| {
        let Lit::Int(number) = &literal.lit else { return None };
        let next = number.base10_parse::<u64>().ok()? + 1;
        Some(vec![replace(*literal, format!("{next}{}", number.suffix()))])
    });
    numbers.collect()
}

fn arm_removed(body: &Body<'_>) -> Vec<Edits> {
    let is_for_all = |arm: &Arm| matches!(arm.pat, Pat::Wild(_)) && arm.guard.is_none();
    let arms = body.parts.matches.iter().filter_map(|inner| inner.arms.split_last());
    let arms = arms.filter(|(last, _)| is_for_all(last)).flat_map(|(_, others)| others);
    arms.map(|arm| vec![remove(body.source, arm)]).collect()
}

/// Assignments, and calls that change their receiver and whose value is not used.
fn assignment_removed(body: &Body<'_>) -> Vec<Edits> {
    const CHANGES: [&str; 8] =
        ["insert", "push", "push_back", "push_str", "remove", "retain", "clear", "extend"];
    let is_change = |statement: &Stmt| match statement {
        Stmt::Expr(Expr::Assign(assign), Some(_)) => !matches!(&*assign.left, Expr::Infer(_)),
        Stmt::Expr(Expr::Binary(binary), Some(_)) => body.text(&binary.op).ends_with('='),
        Stmt::Expr(Expr::MethodCall(call), Some(_)) => is_named(call, &CHANGES),
        _ => false,
    };
    // Without its only statement, a loop that waits for a change would never terminate.
    let is_loop = |block: &syn::Block| {
        body.parts.whiles.iter().any(|each| std::ptr::eq(&raw const each.body, block))
            && block.stmts.len() == 1
    };
    body.without(|block, statement| is_change(statement) && !is_loop(block))
}
