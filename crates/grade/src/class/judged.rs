//! Judges equal files once: within a run, and across runs that share a folder of results.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use course::Error;
use course::parallel::lock;

use super::store::{Store, Times};
use crate::digest::digest;
use crate::grade::{Graded, Judge};
use crate::grading::Submitted;
use crate::model::GradedExercise;
use crate::verdict::Verdict;

/// A judge that remembers its verdicts.
pub(crate) struct Judged<'a> {
    store: &'a Store,
    /// The digest of everything that a verdict depends on besides the file: course, engine, compiler, guards
    /// and limits.
    conditions: String,
    /// The files that some thread judges now.
    busy: Mutex<BTreeSet<String>>,
    free: Condvar,
}

impl<'a> Judged<'a> {
    pub(crate) fn new(store: &'a Store, conditions: String) -> Self {
        Self { store, conditions, busy: Mutex::default(), free: Condvar::new() }
    }

    fn key(&self, submitted: &Submitted<'_>) -> String {
        digest([&self.conditions, &submitted.exercise.name, &submitted.source])
    }

    /// The verdicts on all files, in the given order, and the time it took; `judge` gets those that are new.
    ///
    /// # Errors
    /// If the judge or the disk fails.
    pub(crate) fn judge(
        &self,
        judge: &dyn Judge,
        submitted: Vec<Submitted<'_>>,
    ) -> Result<(Vec<GradedExercise>, Times), Error> {
        let keys: Vec<String> = submitted.iter().map(|one| self.key(one)).collect();
        let mut known: BTreeMap<&str, GradedExercise> = BTreeMap::new();
        // All keys at once, so that two threads never wait for each other.
        let claim = self.claim(&keys);
        let mut new = Vec::new();
        for (key, one) in keys.iter().zip(submitted) {
            match self.store.judged(key) {
                Some(exercise) => drop(known.insert(key, exercise)),
                None => new.push((key, one)),
            }
        }
        let (new_keys, new): (Vec<&String>, Vec<Submitted<'_>>) = new.into_iter().unzip();
        if !new.is_empty() {
            judge.prepare()?;
        }
        let start = Instant::now();
        let results = if new.is_empty() { Vec::new() } else { judge.judge(&new)? };
        let used = results.iter().map(|graded| graded.used).max().unwrap_or_default();
        let times = Times { took: start.elapsed(), used };
        for (key, Graded { exercise, .. }) in new_keys.into_iter().zip(results) {
            // A fault of the grader says nothing about the file: the next run tries again.
            if exercise.verdict != Verdict::GraderError {
                self.store.save_judged(key, &exercise)?;
            }
            known.insert(key, exercise);
        }
        drop(claim);
        let of_key = |key: &String| {
            known.get(key.as_str()).cloned().ok_or_else(|| Error::new("a file was not judged"))
        };
        Ok((keys.iter().map(of_key).collect::<Result<_, _>>()?, times))
    }

    /// Waits until no other thread judges one of these files.
    fn claim<'k>(&self, keys: &'k [String]) -> Claim<'_, 'a, 'k> {
        let is_busy = |busy: &mut BTreeSet<_>| keys.iter().any(|key| busy.contains(key));
        let free = self.free.wait_while(lock(&self.busy), is_busy);
        let mut busy = free.unwrap_or_else(PoisonError::into_inner);
        busy.extend(keys.iter().cloned());
        Claim { judged: self, keys }
    }
}

/// The files that one thread judges.
struct Claim<'j, 'a, 'k> {
    judged: &'j Judged<'a>,
    keys: &'k [String],
}

impl Drop for Claim<'_, '_, '_> {
    fn drop(&mut self) {
        let mut busy = lock(&self.judged.busy);
        for key in self.keys {
            busy.remove(key);
        }
        drop(busy);
        self.judged.free.notify_all();
    }
}
