//! Grades the students of a class that have no valid result yet.
use std::fs::{self, File, FileType};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use course::{Context, Error, Exercise, parallel};
use sandbox::Options;

use super::judged::Judged;
use super::roster::Student;
use super::store::{Store, StudentResult, Times};
use crate::candidates::{Candidates, locate};
use crate::digest::digest;
use crate::grade::{self, Judge};
use crate::model::GradedSubmission;
use crate::revision::Git;
use crate::submission::Submission;
use crate::submitted_file::SubmittedFile;
use crate::verdict::Verdict;
use crate::versions::Versions;

/// What is graded, and how.
pub(crate) struct Class<'a> {
    pub(crate) context: &'a Context,
    pub(crate) exercises: Vec<&'a Exercise>,
    pub(crate) versions: Versions,
    pub(crate) guards: Vec<String>,
    pub(crate) options: Options,
    /// How long a file may take.
    pub(crate) limit: Duration,
    pub(crate) complete_only: bool,
    pub(crate) store: &'a Store,
}

/// What a run did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) graded: usize,
    /// Their results were valid already.
    pub(crate) kept: usize,
}

impl Class<'_> {
    /// Grades all students, `jobs` at a time; `done` is called after each student.
    ///
    /// # Errors
    /// If the disk is full, or nothing can be judged. The results that were written stay.
    pub(crate) fn run(
        &self,
        students: &[Student],
        jobs: usize,
        judge: &(impl Judge + Sync),
        done: impl Fn(&str) + Sync,
    ) -> Result<Counts, Error> {
        self.store.clean();
        let judged = Judged::new(self.store, self.conditions());
        let has_failed = AtomicBool::new(false);
        let is_new = parallel::map_with(jobs, students, |student| {
            if has_failed.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let is_new = self.grade(student, judge, &judged);
            has_failed.fetch_or(is_new.is_err(), Ordering::Relaxed);
            done(&student.name);
            is_new
        });
        let is_new = is_new.into_iter().collect::<Result<Vec<bool>, Error>>()?;
        let graded = is_new.iter().filter(|is_new| **is_new).count();
        Ok(Counts { graded, kept: students.len() - graded })
    }

    /// A digest of everything that a verdict depends on besides the file. With other guards, the same file may
    /// get another verdict.
    fn conditions(&self) -> String {
        let limit = self.limit.as_millis().to_string();
        let guards = self.guards.iter().map(String::as_str);
        digest([self.versions.digest().as_str(), &limit].into_iter().chain(guards))
    }

    /// Grades one student; returns whether there was no valid result yet.
    fn grade(
        &self,
        student: &Student,
        judge: &dyn Judge,
        judged: &Judged<'_>,
    ) -> Result<bool, Error> {
        let names: Vec<&str> = self.exercises.iter().map(|it| it.name.as_str()).collect();
        let git = Git { workspace: &self.context.workspace, options: self.options };
        let submission = open(git, student, &names);
        let kept = self.store.result(&student.name);
        let mut times = Times::default();
        let exercises = grade::grade(self.context, &self.exercises, &submission, |submitted| {
            let (verdicts, its_times) = judged.judge(judge, submitted)?;
            times = its_times;
            Ok(verdicts)
        })?;
        let graded =
            GradedSubmission::new(&student.name, self.versions.clone(), &self.guards, exercises);
        let graded = if self.complete_only { graded.require_complete() } else { graded };
        let result = StudentResult { student: student.name.clone(), graded };
        if kept.as_ref() == Some(&result) && result.graded.count(Verdict::GraderError) == 0 {
            return Ok(false);
        }
        self.store.save(&result)?;
        self.store.add_times(&student.name, times)?;
        Ok(true)
    }
}

/// Opens the submission of a student. If it cannot be read, every exercise is refused with the reason.
fn open(git: Git<'_>, student: &Student, names: &[&str]) -> Submission {
    let open_path = |path: &Path| match path.is_symlink() {
        // Students may share the folder of the class, and the grader can read more than they can.
        true => Submission::all(&SubmittedFile::LINK, names),
        false => Submission::open_path(git, path, names)
            .unwrap_or_else(|error| Submission::unreadable(&error, path, names)),
    };
    if let [(path, None)] = student.sources.as_slice() {
        return open_path(path);
    }
    // Files of the same exercise: the platform renames them, so the original name counts.
    let mut candidates = Candidates::default();
    let mut archives = Vec::new();
    for (path, name) in &student.sources {
        let name = name.as_deref().unwrap_or_default();
        match locate(name, names) {
            Some((exercise, rank)) => candidates.add(exercise, rank, name, || {
                let kind = fs::symlink_metadata(path).map(|data| data.file_type());
                let read = |kind: FileType| {
                    let open = || File::open(path);
                    SubmittedFile::read_entry(kind.is_symlink(), kind.is_file(), open)
                };
                kind.map_or_else(|error| SubmittedFile::unreadable(&error), read)
            }),
            None if crate::archive::has_archive_name(name) => archives.push(path),
            None => candidates.add_other(name),
        }
    }
    match archives.as_slice() {
        [only] if candidates.is_empty() => open_path(only),
        _ => candidates.into(),
    }
}
