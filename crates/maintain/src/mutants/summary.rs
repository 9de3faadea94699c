//! The end of a run: a table, the survivors, and what single tests are worth.
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::mutants::analysis::{Analysis, Outcome};
use crate::mutants::diff;
use crate::mutants::matrix::{End, killers};
use crate::mutants::mutant::Origin;
use crate::mutants::test_value::{Worth, worth};

/// BuildMode many mutants of an exercise ended in which way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) mutants: usize,
    pub(crate) killed: usize,
    /// By the code of the error.
    pub(crate) ruled_out: BTreeMap<String, usize>,
    pub(crate) equivalent: usize,
    pub(crate) survivors: usize,
}

impl Count {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let mut count = Self::default();
        for row in &outcome.matrix.rows {
            count.mutants += 1;
            match &row.end {
                End::RuledOut(code) => *count.ruled_out.entry(code.clone()).or_default() += 1,
                End::Equivalent(_) => count.equivalent += 1,
                End::Judged(verdicts, _) => match killers(verdicts).next() {
                    Some(_) => count.killed += 1,
                    None => count.survivors += 1,
                },
            }
        }
        count
    }

    fn add(&mut self, other: &Self) {
        self.mutants += other.mutants;
        self.killed += other.killed;
        self.equivalent += other.equivalent;
        self.survivors += other.survivors;
        for (code, number) in &other.ruled_out {
            *self.ruled_out.entry(code.clone()).or_default() += number;
        }
    }

    pub(crate) fn all_ruled_out(&self) -> usize {
        self.ruled_out.values().sum()
    }
}

/// Everything that is said in the end.
pub(crate) fn render(campaign: &Analysis) -> String {
    let mut text = String::new();
    let counts: Vec<(&str, Count)> = campaign
        .outcomes
        .iter()
        .map(|outcome| (outcome.matrix.exercise.as_str(), Count::of(outcome)))
        .collect();
    text += &rows(&counts);
    for outcome in &campaign.outcomes {
        survivors(outcome, &mut text);
    }
    for outcome in &campaign.outcomes {
        text += &tests(&outcome.matrix.exercise, &worth(&outcome.matrix), &outcome.answer.native);
    }
    let mutants: usize = counts.iter().map(|(_, count)| count.mutants).sum();
    let seconds = campaign.took.as_secs_f64();
    let each = seconds / mutants.max(1) as f64;
    let build = if campaign.built { "builds included" } else { "with what was built before" };
    let _ = writeln!(text, "\n{mutants} mutants in {seconds:.1} s, {build}: {each:.3} s each");
    text
}

/// One line about all.
pub(crate) fn in_short(campaign: &Analysis) -> String {
    let mut all = Count::default();
    campaign.outcomes.iter().for_each(|outcome| all.add(&Count::of(outcome)));
    let Count { mutants, killed, equivalent, .. } = all;
    let ruled_out = all.all_ruled_out();
    format!(
        "{mutants} mutants: {killed} killed as declared, {ruled_out} ruled out by the compiler, \
         {equivalent} equivalent"
    )
}

/// A line an exercise, a line for all, and the errors of those that the compiler ruled out.
fn rows(counts: &[(&str, Count)]) -> String {
    let mut all = Count::default();
    counts.iter().for_each(|(_, count)| all.add(count));
    let mut text = format!(
        "{:14} {:>7} {:>7} {:>9} {:>10} {:>9}\n",
        "exercise", "mutants", "killed", "ruled out", "equivalent", "survivors"
    );
    let last = [("all", all.clone())];
    let lines = counts.iter().chain(if counts.len() > 1 { &last[..] } else { &[] });
    for (name, count) in lines {
        let _ = writeln!(
            text,
            "{name:14} {:>7} {:>7} {:>9} {:>10} {:>9}",
            count.mutants,
            count.killed,
            count.all_ruled_out(),
            count.equivalent,
            count.survivors
        );
    }
    let mut codes: Vec<(&String, &usize)> = all.ruled_out.iter().collect();
    codes.sort_by_key(|(code, number)| (usize::MAX - *number, code.to_owned()));
    if !codes.is_empty() {
        let codes: Vec<String> =
            codes.iter().map(|(code, number)| format!("{code} {number}")).collect();
        let _ = writeln!(text, "\nruled out by the compiler: {}", codes.join(", "));
        text += "(`rustc --explain E0382` says what an error means)\n";
    }
    text
}

fn survivors(outcome: &Outcome, text: &mut String) {
    for (row, mutant) in outcome.matrix.rows.iter().zip(&outcome.bench.mutants) {
        let End::Judged(verdicts, _) = &row.end else { continue };
        if killers(verdicts).next().is_some() {
            continue;
        }
        let name = &outcome.matrix.exercise;
        let line = diff::first_line(&outcome.bench.answer, &mutant.text);
        let _ = writeln!(text, "\nsurvivor: {} in complete/{name}.rs:{line}", row.id);
        let _ = writeln!(text, "  {}", mutant.does());
        for line in diff::unified(&outcome.bench.answer, &mutant.text, 2).lines() {
            let _ = writeln!(text, "  | {line}");
        }
        match &mutant.origin {
            Origin::Operator(operator) => {
                let _ = writeln!(text, "  a property that would catch it: {}", operator.caught_by);
            }
            Origin::Handwritten(kill) => {
                let _ = writeln!(text, "  {} should catch it", kill.killer);
            }
        }
        let _ = writeln!(
            text,
            "  if it is no mistake: course/{name}/mutants/equivalent.toml, with a reason"
        );
    }
}

fn tests(name: &str, worth: &Worth, native: &[String]) -> String {
    let mut text = String::new();
    let mut list = |what: &str, tests: &[String]| {
        if !tests.is_empty() {
            let _ = writeln!(text, "\n{name}: {what}");
            for test in tests {
                let _ = writeln!(text, "  {test}");
            }
        }
    };
    list("idle tests, which kill nothing", &worth.idle);
    list("redundant tests, which kill nothing that no other test kills", &worth.redundant);
    list("not counted, for they judge one interleaving of many, on real threads", native);
    text
}

#[cfg(test)]
mod words {
    use super::*;

    #[test]
    fn the_table_reads_well() {
        let mut one = Count { mutants: 44, killed: 30, equivalent: 5, ..Count::default() };
        one.ruled_out.insert("E0382".to_owned(), 7);
        one.ruled_out.insert("E0425".to_owned(), 2);
        let two = Count { mutants: 3, killed: 2, survivors: 1, ..Count::default() };
        insta::assert_snapshot!(rows(&[("loon", one), ("coffee", two)]));
    }

    #[test]
    fn tests_that_could_go_are_listed() {
        let worth = Worth { idle: vec!["a".to_owned()], redundant: vec!["b".to_owned()] };
        insta::assert_snapshot!(tests("loon", &worth, &["c".to_owned()]));
    }
}
