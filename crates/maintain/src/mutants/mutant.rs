//! All mutants of an answer: those that operators make, and those that are planted by hand.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::mutants::body::Body;
use crate::mutants::edit;
use crate::mutants::handwritten::{self, Kill};
use crate::mutants::operators::{self, Group, Operator};
use crate::mutants::problem::Problem;
use crate::mutants::rustfmt;
use crate::mutants::source::Source;

/// An answer with a mistake.
#[derive(Clone)]
pub(crate) struct Mutant {
    /// `operator/function`, with a number where there are several; `planted/file`.
    pub(crate) id: String,
    pub(crate) origin: Origin,
    /// The whole file with the mistake, formatted.
    pub(crate) text: String,
}

/// Where a mutant comes from.
#[derive(Clone)]
pub(crate) enum Origin {
    Operator(&'static Operator),
    /// A patch of `mutants/NAME/`.
    Handwritten(Kill),
}

impl Mutant {
    pub(crate) fn operator(&self) -> &str {
        match &self.origin {
            Origin::Operator(operator) => operator.name,
            Origin::Handwritten(_) => "planted",
        }
    }

    /// The group of its operator; nothing for planted ones, which can be of any sort.
    pub(crate) fn group(&self) -> Option<Group> {
        match &self.origin {
            Origin::Operator(operator) => Some(operator.group),
            Origin::Handwritten(_) => None,
        }
    }

    /// What it does, in words.
    pub(crate) fn does(&self) -> &str {
        match &self.origin {
            Origin::Operator(operator) => operator.does,
            Origin::Handwritten(kill) => &kill.why,
        }
    }
}

/// All mutants of `complete/NAME.rs` and their syntax, in a fixed order; no two are the same program.
pub(crate) fn all(
    root: &Path,
    name: &str,
    answer: &Source,
) -> Result<Vec<(Mutant, Source)>, Problem> {
    let planted = handwritten::all(root, name, &answer.text)?;
    let made = generated(answer);
    let texts: Vec<String> = made.iter().map(|(_, _, text)| text.clone()).collect();
    let texts = rustfmt::all(root, name, &texts)?;
    let mut seen: BTreeSet<String> = planted.iter().map(|mutant| mutant.text.clone()).collect();
    seen.insert(answer.text.clone());
    let mut mutants = Vec::new();
    for mutant in planted {
        let source = Source::parse(&mutant.text).map_err(|error| {
            Problem::new(format!("{} of {name} cannot be parsed: {error}", mutant.id))
        })?;
        mutants.push((mutant, source));
    }
    let mut kept = Vec::new();
    let mut of_a_kind: BTreeMap<String, usize> = BTreeMap::new();
    for ((operator, function, _), text) in made.into_iter().zip(texts) {
        // What cannot even be parsed was no place for this operator.
        if seen.insert(text.clone())
            && let Ok(source) = Source::parse(&text)
        {
            // A name in the matrix is one word.
            let kind = format!("{}/{}", operator.name, function.replace(' ', ""));
            *of_a_kind.entry(kind.clone()).or_default() += 1;
            kept.push((operator, kind, source));
        }
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (operator, kind, source) in kept {
        let number = numbers.entry(kind.clone()).or_default();
        *number += 1;
        let id = if of_a_kind[&kind] > 1 { format!("{kind}/{number}") } else { kind };
        let (origin, text) = (Origin::Operator(operator), source.text.clone());
        mutants.push((Mutant { id, origin, text }, source));
    }
    Ok(mutants)
}

/// What the operators make of a source: operator, function, and the whole text, unformatted.
pub(crate) fn generated(source: &Source) -> Vec<(&'static Operator, String, String)> {
    operators::all().flat_map(|operator| of(operator, source)).collect()
}

/// What one operator makes of a source.
pub(crate) fn of(
    operator: &'static Operator,
    source: &Source,
) -> Vec<(&'static Operator, String, String)> {
    let mut made = Vec::new();
    for function in source.tested() {
        let body = Body::new(source, &function);
        for edits in (operator.mutate)(&body) {
            if let Some(text) = edit::apply(&source.text, &edits) {
                made.push((operator, function.name.clone(), text));
            }
        }
    }
    made
}
