//! Generates all mutants of an answer.
use std::collections::{BTreeMap, BTreeSet};

use course::{Error, Workspace};

use crate::mutants::body::Body;
use crate::mutants::mutant::{Mutant, Origin};
use crate::mutants::operators::{self, Operator};
use crate::mutants::source::Source;
use crate::mutants::{edit, handwritten, rustfmt};

/// All mutants of an answer with their syntax, in a fixed order; all are different programs.
pub(crate) fn all(
    workspace: &Workspace,
    name: &str,
    answer: &Source,
) -> Result<Vec<(Mutant, Source)>, Error> {
    let mut seen = BTreeSet::from([answer.text.clone()]);
    let mut mutants = Vec::new();
    for mutant in handwritten::read(workspace, name, &answer.text)? {
        let source = Source::parse(&mutant.text).map_err(|error| {
            Error::new(format!("{name}: `{}` cannot be parsed: {error}", mutant.id))
        })?;
        seen.insert(mutant.text.clone());
        mutants.push((mutant, source));
    }
    let generated: Vec<Generated> =
        operators::all().flat_map(|operator| from_operator(operator, answer)).collect();
    let texts: Vec<String> = generated.iter().map(|one| one.text.clone()).collect();
    let texts = rustfmt::format(workspace, &texts)?;
    let mut kept = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (Generated { operator, function, .. }, text) in generated.into_iter().zip(texts) {
        // Where an operator does not apply, the result may not even parse.
        if seen.insert(text.clone())
            && let Ok(source) = Source::parse(&text)
        {
            // Identifiers in the matrix contain no spaces.
            let kind = format!("{}/{}", operator.name, function.replace(' ', ""));
            *counts.entry(kind.clone()).or_default() += 1;
            kept.push((operator, kind, source));
        }
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (operator, kind, source) in kept {
        let number = numbers.entry(kind.clone()).or_default();
        *number += 1;
        let id = if counts[&kind] > 1 { format!("{kind}/{number}") } else { kind };
        let (origin, text) = (Origin::Operator(operator), source.text.clone());
        mutants.push((Mutant { id, origin, text }, source));
    }
    Ok(mutants)
}

/// What an operator makes of one place.
pub(crate) struct Generated {
    operator: &'static Operator,
    function: String,
    /// The whole file, unformatted.
    pub(crate) text: String,
}

/// What an operator makes of a source.
pub(crate) fn from_operator(operator: &'static Operator, source: &Source) -> Vec<Generated> {
    let mut generated = Vec::new();
    for function in source.tested() {
        let body = Body::new(source, &function);
        for edits in (operator.mutate)(&body) {
            if let Some(text) = edit::apply(&source.text, &edits) {
                generated.push(Generated { operator, function: function.name.clone(), text });
            }
        }
    }
    generated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_check_accepts_every_mutant() {
        let workspace = Workspace::find().expect("the tests run in the course");
        let catalog = course::Catalog::load(&workspace).expect("the catalog is valid");
        let mut count = 0;
        for exercise in &catalog.exercises {
            let text = workspace.read(&format!("complete/{}.rs", exercise.name)).unwrap();
            let answer = Source::parse(&text).expect("the answer parses");
            for (mutant, source) in all(&workspace, &exercise.name, &answer).unwrap() {
                let findings = course::source_check::check(&source.text).all();
                assert_eq!(findings, [], "{}: {}", exercise.name, mutant.id);
                count += 1;
            }
        }
        assert!(count > 500, "there are only {count} mutants");
    }
}
