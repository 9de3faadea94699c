//! Every answer passes every test, and every scenario is explored completely (the judge sees to
//! that when it judges an answer).
use std::fs;
use std::path::PathBuf;

use super::{Found, Workshop, count, unless};
use crate::house::Tree;
use crate::result::{Judgement, Verdict};
use crate::runner::Runner;
use crate::screen::Progress;
use crate::words;

/// What came out when the answers were judged.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) judgements: Vec<Judgement>,
    /// insta's list of the snapshots that were looked at.
    pub(crate) references: PathBuf,
}

pub(crate) fn check(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    let run = run(workshop, progress)?;
    let mut complaints = Vec::new();
    for judgement in &run.judgements {
        if !judgement.is_solved() {
            complaints.push(words::details(judgement, Tree::Answer));
        }
        for test in judgement.tests() {
            if test.verdict == Verdict::Passed && test.summary.contains("bounded") {
                complaints.push(format!("{}: {}: {}", judgement.exercise, test.name, test.summary));
            }
        }
    }
    let tests = run.judgements.iter().map(|judgement| judgement.tests().len()).sum();
    unless(complaints, || {
        format!("{} pass {}", count(run.judgements.len(), "answer"), count(tests, "test"))
    })
}

/// Judges the answers, once for all steps.
pub(crate) fn run(
    workshop: &mut Workshop<'_>,
    progress: &mut Progress,
) -> Result<Run, Vec<String>> {
    if let Some(run) = &workshop.answers {
        return Ok(run.clone());
    }
    let references = workshop.house.notes("snapshots-in-use");
    // It only has to be empty before the run; insta appends to it.
    let _ = fs::remove_file(&references);
    let runner = Runner::prepare(workshop.house, Tree::Answer, &workshop.exercises(), progress)
        .map_err(|problem| vec![problem.to_string()])?
        .environment("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
    let mut judgements = Vec::new();
    for exercise in workshop.exercises() {
        judgements
            .push(runner.judge(exercise, progress).map_err(|problem| vec![problem.to_string()])?);
    }
    let run = Run { judgements, references };
    workshop.answers = Some(run.clone());
    Ok(run)
}
