//! The whole run: build, check that the answer lives and the canary dies, then every mutant.
use std::path::Path;
use std::time::{Duration, Instant};

use crate::mutants::build::{self, BuildMode, MutantSet, Suite};
use crate::mutants::cell::Cell;
use crate::mutants::diff;
use crate::mutants::equivalent::{self, Equivalent};
use crate::mutants::expectations;
use crate::mutants::files;
use crate::mutants::matrix::{End, Matrix, Row};
use crate::mutants::problem::Problem;
use crate::mutants::screen::Progress;
use crate::mutants::test_run::{self, Answer, Record};
use protocol::Verdict;

/// BuildMode many tests run at a time where mutants are judged again, in turn.
pub(crate) const JOBS: [usize; 3] = [1, 2, 4];

/// BuildMode a campaign is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// So many tests at a time.
    pub(crate) jobs: usize,
    /// So many runs, which must all say the same.
    pub(crate) repeat: usize,
    /// Whether somebody reads the interleavings that fail, and not only who killed what.
    pub(crate) reports: bool,
}

impl Plan {
    /// One run, for the matrix alone.
    pub(crate) fn once(jobs: usize) -> Self {
        Self { jobs, repeat: 1, reports: false }
    }
}

/// What is known about an exercise in the end.
pub(crate) struct Outcome {
    pub(crate) bench: MutantSet,
    pub(crate) answer: Answer,
    /// What each test left behind, for each mutant that was built.
    pub(crate) records: Vec<Option<Vec<Record>>>,
    pub(crate) matrix: Matrix,
    /// What is wrong: survivors, wrong killers, stale entries, changes.
    pub(crate) complaints: Vec<String>,
}

/// All exercises, and how long it took, builds included.
pub(crate) struct Analysis {
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) took: Duration,
    /// Whether that includes a build.
    pub(crate) built: bool,
}

pub(crate) fn run(
    root: &Path,
    suite: &Suite,
    names: &[String],
    plan: Plan,
    progress: &Progress,
) -> Result<Analysis, Problem> {
    let Plan { jobs, repeat, reports } = plan;
    let began = Instant::now();
    if names.is_empty() {
        return Ok(Analysis { outcomes: Vec::new(), took: began.elapsed(), built: false });
    }
    let (benches, built) = build::build(root, suite, names, |doing| progress.say(doing))?;
    progress.say("testing the answers");
    let answers = test_run::parallel(&benches, jobs, |bench| {
        let answer = test_run::answer(root, bench)?;
        alive(bench, &answer)?;
        test_run::canary(root, bench, &answer)?;
        Ok(answer)
    });
    let answers = answers.into_iter().collect::<Result<Vec<_>, Problem>>()?;
    // All mutants of all exercises in one queue, so that nobody waits for the last of each.
    let queue: Vec<(usize, usize)> = benches
        .iter()
        .enumerate()
        .flat_map(|(of, bench)| (0..bench.mutants.len()).map(move |at| (of, at)))
        .collect();
    progress.count(queue.len() * repeat);
    let judge = |jobs| {
        test_run::parallel(&queue, jobs, |&(of, at)| {
            let records = test_run::mutant(root, &benches[of], &answers[of], at, reports);
            progress.one_more(&benches[of].name);
            records
        })
    };
    let judged = judge(jobs).into_iter().collect::<Result<Vec<_>, _>>()?;
    let took = began.elapsed();
    for again in 2..=repeat {
        // Nor may it matter who runs beside whom.
        let jobs = JOBS[again % JOBS.len()];
        let other = judge(jobs).into_iter().collect::<Result<Vec<_>, _>>()?;
        same(&benches, &queue, &judged, &other, again)?;
    }
    progress.stop();
    let mut judged = judged.into_iter();
    let mut outcomes = Vec::new();
    for (bench, answer) in benches.into_iter().zip(answers) {
        let records = judged.by_ref().take(bench.mutants.len()).collect();
        outcomes.push(conclude(root, bench, answer, records)?);
    }
    Ok(Analysis { outcomes, took, built })
}

/// Every run must say the same about every mutant.
fn same(
    benches: &[MutantSet],
    queue: &[(usize, usize)],
    first: &[Option<Vec<Record>>],
    other: &[Option<Vec<Record>>],
    again: usize,
) -> Result<(), Problem> {
    let verdicts = |records: &Option<Vec<Record>>| -> Option<Vec<Cell>> {
        Some(records.as_ref()?.iter().map(|record| record.verdict).collect())
    };
    let differs = (0..queue.len()).find(|at| verdicts(&first[*at]) != verdicts(&other[*at]));
    let Some(at) = differs else { return Ok(()) };
    let (of, mutant) = queue[at];
    Err(Problem::new(format!(
        "run {again} says something else than the first about {}: `{}`",
        benches[of].name, benches[of].mutants[mutant].id
    )))
}

/// The unmutated answer must live.
fn alive(bench: &MutantSet, answer: &Answer) -> Result<(), Problem> {
    let failed =
        answer.tests.iter().find(|test| test.record.verdict != Cell::Judged(Verdict::Passed));
    match failed {
        None => Ok(()),
        Some(test) => Err(Problem::new(format!(
            "the answer {} does not live: {} says {}\n{}",
            bench.name, test.name, test.record.verdict, test.record.report
        ))),
    }
}

fn conclude(
    root: &Path,
    bench: MutantSet,
    answer: Answer,
    records: Vec<Option<Vec<Record>>>,
) -> Result<Outcome, Problem> {
    let name = bench.name.clone();
    let reviewed = reviewed(root, &name)?;
    let equivalents = equivalent::all(root, &name)?;
    let mut rows = Vec::new();
    for (mutant, (how, records)) in bench.mutants.iter().zip(bench.built.iter().zip(&records)) {
        let end = match (how, records) {
            (BuildMode::RuledOut { code, .. }, _) => End::RuledOut(code.clone()),
            (_, records) => {
                let records = records.iter().flatten();
                let verdicts = records.map(|record| record.verdict).collect();
                match equivalents.iter().any(|entry| entry.mutant == mutant.id) {
                    true => End::Equivalent(verdicts),
                    false => End::Judged(verdicts, None),
                }
            }
        };
        rows.push(Row { id: mutant.id.clone(), end });
    }
    let tests = answer.tests.iter().map(|test| test.name.clone()).collect();
    let mut matrix = Matrix { exercise: name, tests, rows };
    expectations::killers(&mut matrix, reviewed.as_ref(), &bench.mutants);
    let complaints = expectations::complaints(&matrix, reviewed.as_ref(), &bench, &equivalents);
    Ok(Outcome { bench, answer, records, matrix, complaints })
}

/// The file of the matrix, from the root.
pub(crate) fn file(name: &str) -> String {
    format!("{}/matrix.txt", files::mutants_of(name))
}

fn reviewed(root: &Path, name: &str) -> Result<Option<Matrix>, Problem> {
    let file = file(name);
    if !root.join(&file).is_file() {
        return Ok(None);
    }
    let text = files::read(root, &file)?;
    Matrix::parse(name, &text)
        .map(Some)
        .map_err(|said| Problem::new(format!("{file}: {said}")).help("write it anew: --accept"))
}

/// Whether an entry still speaks of this change.
pub(crate) fn fits(entry: &Equivalent, answer: &str, mutant: &str) -> bool {
    entry.change == diff::first_change(answer, mutant)
}
