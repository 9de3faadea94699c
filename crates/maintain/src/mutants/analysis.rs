//! The mutation analysis: build, check that the answer passes and the canary dies, then test every
//! mutant.
use std::time::{Duration, Instant};

use course::catalog::Exercise;
use course::parallel::map_with;
use course::{Error, TestRecord, Workspace};

use crate::mutants::build;
use crate::mutants::cell::Cell;
use crate::mutants::equivalent;
use crate::mutants::expectations;
use crate::mutants::matrix::{self, Matrix, Row, Status};
use crate::mutants::mutant_set::{BuildMode, MutantSet, TestSuite};
use crate::mutants::schedules;
use crate::mutants::session::Session;
use crate::mutants::test_run::{self, Answer, Records, Subject};

/// How many test processes run at a time in repeated runs, in turn.
const JOBS: [usize; 3] = [1, 2, 4];

/// How an analysis is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// How many runs there are; all must agree.
    pub(crate) repeat: usize,
    /// Whether to collect reports, and not only verdicts.
    pub(crate) reports: bool,
}

impl Plan {
    /// One run, for the matrix alone.
    pub(crate) const ONCE: Self = Self { repeat: 1, reports: false };
}

/// The result for one exercise.
pub(crate) struct ExerciseAnalysis {
    pub(crate) set: MutantSet,
    pub(crate) answer: Answer,
    /// For each mutant that was built, what each test found.
    pub(crate) records: Vec<Option<Records>>,
    pub(crate) matrix: Matrix,
    /// Survivors, wrong killers, stale entries, changes.
    pub(crate) errors: Vec<String>,
}

/// The result for all exercises.
pub(crate) struct Analysis {
    pub(crate) exercises: Vec<ExerciseAnalysis>,
    pub(crate) duration: Duration,
    /// Whether the duration includes a build.
    pub(crate) built: bool,
}

pub(crate) fn run(
    session: Session<'_>,
    suite: &TestSuite,
    exercises: &[&Exercise],
    Plan { repeat, reports }: Plan,
) -> Result<Analysis, Error> {
    let Session { workspace, jobs, progress } = session;
    let start = Instant::now();
    if exercises.is_empty() {
        return Ok(Analysis { exercises: Vec::new(), duration: start.elapsed(), built: false });
    }
    let (sets, built) = build::build(session, suite, exercises)?;
    progress.say("testing the answers");
    let answers = map_with(jobs, &sets, |set| {
        let answer = test_run::answer(set)?;
        require_passing(set, &answer)?;
        test_run::canary(set, &answer)?;
        Ok(answer)
    });
    let answers = answers.into_iter().collect::<Result<Vec<_>, Error>>()?;
    // The mutants of all exercises are in one queue, so that no core idles at the end of each.
    let queue: Vec<(usize, usize)> = sets
        .iter()
        .enumerate()
        .flat_map(|(of, set)| (0..set.mutants.len()).map(move |at| (of, at)))
        .collect();
    progress.count(queue.len() * repeat);
    let test_all = |jobs| -> Result<Vec<Option<Records>>, Error> {
        let results = map_with(jobs, &queue, |&(of, at)| {
            let records = Subject { set: &sets[of], answer: &answers[of], at }.records(reports);
            progress.increment(&sets[of].name);
            records
        });
        results.into_iter().collect()
    };
    let records = test_all(jobs)?;
    let duration = start.elapsed();
    for number in 2..=repeat {
        // Neither may the number of processes that run beside each other matter.
        let other = test_all(JOBS[number % JOBS.len()])?;
        require_same(&sets, &queue, &records, &other, number)?;
    }
    progress.stop();
    let mut records = records.into_iter();
    let mut analyses = Vec::new();
    for ((set, answer), exercise) in sets.into_iter().zip(answers).zip(exercises) {
        let records = records.by_ref().take(set.mutants.len()).collect();
        analyses.push(conclude(workspace, exercise, set, answer, records)?);
    }
    Ok(Analysis { exercises: analyses, duration, built })
}

fn require_same(
    sets: &[MutantSet],
    queue: &[(usize, usize)],
    first: &[Option<Records>],
    other: &[Option<Records>],
    number: usize,
) -> Result<(), Error> {
    let Some(at) = (0..queue.len()).find(|at| cells(&first[*at]) != cells(&other[*at])) else {
        return Ok(());
    };
    let (of, mutant) = queue[at];
    let (name, id) = (&sets[of].name, &sets[of].mutants[mutant].id);
    Err(Error::new(format!("{name}: runs 1 and {number} disagree about `{id}`")))
}

/// What each test found; empty if the mutant was not built.
fn cells(records: &Option<Records>) -> Vec<Cell> {
    let records = records.iter().flatten();
    records.map(|record| record.as_ref().map(|record| record.verdict)).collect()
}

fn require_passing(set: &MutantSet, answer: &Answer) -> Result<(), Error> {
    let Some(test) = answer.tests.iter().find(|test| test.record.failed()) else { return Ok(()) };
    let (name, TestRecord { verdict, report, .. }) = (&test.name, &test.record);
    Err(Error::new(format!("the answer of {} fails {name}: {verdict}\n{report}", set.name)))
}

fn conclude(
    workspace: &Workspace,
    exercise: &Exercise,
    set: MutantSet,
    answer: Answer,
    records: Vec<Option<Records>>,
) -> Result<ExerciseAnalysis, Error> {
    let name = set.name.clone();
    let reviewed = matrix::reviewed(workspace, &name)?;
    let equivalents = equivalent::read(workspace, &name)?;
    let mut rows = Vec::new();
    for ((mutant, mode), records) in set.mutants.iter().zip(&set.modes).zip(&records) {
        let status = match mode {
            BuildMode::RuledOut { code, .. } => Status::RuledOut(code.clone()),
            _ if equivalents.iter().any(|entry| entry.mutant == mutant.id) => {
                Status::Equivalent(cells(records))
            }
            _ => Status::Judged(cells(records), None),
        };
        rows.push(Row { id: mutant.id.clone(), status });
    }
    let tests = answer.tests.iter().map(|test| test.name.clone()).collect();
    let mut matrix = Matrix { exercise: name, tests, rows };
    expectations::assign(&mut matrix, reviewed.as_ref(), &set.mutants);
    let mut errors = equivalent::unfounded(&equivalents, exercise);
    errors.extend(expectations::errors(&matrix, reviewed.as_ref(), &set, &equivalents));
    errors.extend(schedules::errors(workspace, &set, &answer)?);
    Ok(ExerciseAnalysis { set, answer, records, matrix, errors })
}
