//! A file of the engine with all its mutants: every function selects one of its bodies at run time.
use std::collections::BTreeMap;
use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprForLoop, ExprLoop, ExprWhile, ReturnType, Signature, Type};

use crate::mutants::cargo_mutants_json::CargoMutant;
use crate::mutants::edit::{self, Edit};
use crate::mutants::source::bytes;

/// A mutant with its number in the program, from 1.
pub(super) type Numbered<'a> = (usize, &'a CargoMutant);

/// A file with switched functions.
pub(super) struct Instrumented {
    pub(super) text: String,
    /// The lines of each mutant, from 1.
    lines: Vec<(Range<usize>, usize)>,
    /// Each mutant that can be switched, and the first one of its function.
    pub(super) functions: Vec<(usize, usize)>,
    /// The mutants that cannot be switched at run time.
    pub(super) alone: Vec<usize>,
}

impl Instrumented {
    /// The mutant to which a line belongs.
    pub(super) fn mutant_at(&self, line: usize) -> Option<usize> {
        self.lines.iter().find(|(lines, _)| lines.contains(&line)).map(|(_, mutant)| *mutant)
    }
}

/// A function that is not inside another function.
struct Function {
    body: Range<usize>,
    /// It is `const` or returns `impl Trait`, so it can have only one body.
    is_fixed: bool,
}

/// The functions of a file in order, and where the bodies of its loops begin.
#[derive(Default)]
struct Finder {
    functions: Vec<Function>,
    loops: Vec<usize>,
    depth: usize,
}

impl Finder {
    fn of(text: &str) -> syn::Result<Self> {
        let mut finder = Self::default();
        finder.visit_file(&syn::parse_file(text)?);
        Ok(finder)
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        if self.depth == 0 {
            let is_fixed = signature.constness.is_some()
                || matches!(&signature.output, ReturnType::Type(_, of) if is_opaque(of));
            self.functions.push(Function { body: bytes(block), is_fixed });
        }
        if signature.constness.is_none() {
            self.depth += 1;
            visit::visit_block(self, block);
            self.depth -= 1;
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
    }

    // Constant evaluation cannot count.
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}

    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}

    fn visit_expr(&mut self, of: &'ast Expr) {
        if let Expr::ForLoop(ExprForLoop { body, .. })
        | Expr::While(ExprWhile { body, .. })
        | Expr::Loop(ExprLoop { body, .. }) = of
        {
            self.loops.push(bytes(body).start + 1);
        }
        visit::visit_expr(self, of);
    }
}

/// Whether a type contains `impl Trait`.
fn is_opaque(of: &Type) -> bool {
    struct Finder(bool);
    impl Visit<'_> for Finder {
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    finder.visit_type(of);
    finder.0
}

/// Makes every loop count its iterations.
pub(super) fn count_iterations(text: &str) -> syn::Result<String> {
    Ok(count(text, Finder::of(text)?.loops.into_iter()))
}

/// Makes the loops with these bodies count their iterations.
fn count(text: &str, loops: impl Iterator<Item = usize>) -> String {
    let edits: Vec<Edit> = loops
        .map(|at| Edit { range: at..at, text: " crate::mutant_switch::iteration();".to_owned() })
        .collect();
    edit::apply(text, &edits).unwrap_or_else(|| text.to_owned())
}

/// Adds these mutants as match arms; all loops count their iterations.
pub(super) fn switch(text: &str, mutants: &[Numbered<'_>]) -> syn::Result<Instrumented> {
    let plain = Finder::of(text)?.functions;
    let mut alone = Vec::new();
    let mut bodies: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    for (number, mutant) in mutants {
        let at = mutant.start(text).and_then(|start| {
            plain.iter().position(|function| function.body.contains(&start) && !function.is_fixed)
        });
        let body = at.and_then(|at| {
            let changed = mutant.apply(text)?;
            let found = Finder::of(&changed).ok()?;
            let body = found.functions.get(at)?.body.clone();
            let loops = found.loops.iter().filter(|at| body.contains(at)).map(|at| at - body.start);
            Some((at, count(changed.get(body.clone())?, loops)))
        });
        match body {
            Some((at, body)) => bodies.entry(at).or_default().push((*number, body)),
            None => alone.push(*number),
        }
    }
    let own = count_iterations(text)?;
    let functions = Finder::of(&own)?.functions;
    let mut result =
        Instrumented { text: String::new(), lines: Vec::new(), functions: Vec::new(), alone };
    let mut done = 0;
    for (at, bodies) in bodies {
        let place = &functions[at].body;
        result.text += &own[done..place.start];
        let function = bodies[0].0;
        let numbers: Vec<String> = bodies.iter().map(|(number, _)| number.to_string()).collect();
        let numbers = numbers.join(" | ");
        result.text += &format!(
            "{{ match crate::mutant_switch::active({function}) {{ active if !matches!(active, {numbers}) => "
        );
        result.text += &own[place.clone()];
        for (number, body) in bodies {
            result.text += &format!("\n{number} => ");
            let first = line_count(&result.text);
            result.text += &body;
            result.functions.push((number, function));
            result.lines.push((first..line_count(&result.text) + 1, number));
        }
        result.text += "\n_ => unreachable!() } }";
        done = place.end;
    }
    result.text += &own[done..];
    Ok(result)
}

fn line_count(text: &str) -> usize {
    text.matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "fn count(to: u32) -> u32 {\n    let mut sum = 0;\n    \
        for one in 0..to {\n        sum += one;\n    }\n    sum\n}\n\n\
        const fn two() -> u32 {\n    2\n}\n";

    fn mutant(line: usize, from: usize, to: usize, with: &str) -> CargoMutant {
        let json = serde_json::json!({
            "name": "", "file": "a.rs", "diff": "", "replacement": with,
            "span": {
                "start": {"line": line, "column": from}, "end": {"line": line, "column": to},
            },
        });
        serde_json::from_value(json).expect("it is a mutant")
    }

    #[test]
    fn every_body_is_an_arm_and_every_loop_counts() {
        let (other, constant) = (mutant(4, 13, 15, "-="), mutant(10, 5, 6, "0"));
        let result = switch(TEXT, &[(7, &other), (8, &constant)]).expect("it parses");
        insta::assert_snapshot!(result.text);
        assert_eq!((&result.functions[..], &result.alone[..]), (&[(7, 7)][..], &[8][..]));
        let line = 1 + result.text.lines().position(|line| line.contains("-=")).unwrap();
        assert_eq!(
            (result.mutant_at(line), result.mutant_at(1), result.mutant_at(4)),
            (Some(7), None, None)
        );
    }

    #[test]
    fn a_function_that_returns_impl_trait_cannot_be_switched() {
        let text = "fn all() -> impl Iterator<Item = u32> {\n    0..2\n}\n";
        let result = switch(text, &[(1, &mutant(2, 5, 6, "1"))]).expect("it parses");
        assert_eq!((result.alone, result.text.as_str()), (vec![1], text));
    }
}
