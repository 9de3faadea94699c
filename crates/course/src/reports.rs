//! The reviewed report of each starter, in `course/NAME/report.txt`: what a beginner reads first.
use crate::result::ExerciseResult;
use crate::workspace::Workspace;

/// The reviewed report of an exercise, relative to the workspace.
pub fn file(exercise: &str) -> String {
    format!("course/{exercise}/report.txt")
}

/// The whole report of the first test that fails, as `test` shows it; `None` if no test fails.
pub fn report(result: &ExerciseResult) -> Option<String> {
    result
        .first_failure()
        .map(|test| format!("{}\n", test.report_with(protocol::Replay::make_command).trim_end()))
}

/// The reviewed report, with Unix line endings.
pub fn reviewed(workspace: &Workspace, exercise: &str) -> Option<String> {
    workspace.read(&file(exercise)).ok()
}

/// The sentence that the starter fails first, according to the reviewed report.
pub fn fails_first(workspace: &Workspace, exercise: &str) -> Option<String> {
    let report = reviewed(workspace, exercise)?;
    let mut lines = report.lines();
    let (_file, sentence) = lines.next()?.split_once(": ")?;
    // The rest of a long sentence.
    let rest = lines.map_while(|line| line.strip_prefix("    "));
    Some(std::iter::once(sentence).chain(rest).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_readme_quotes_the_beginning_of_a_report() {
        let (readme, report) =
            (include_str!("../../../README.md"), include_str!("../../../course/cat/report.txt"));
        let quoted = readme.split("```text\n").nth(1).and_then(|rest| rest.split("  …\n").next());
        assert!(quoted.is_some_and(|quoted| report.starts_with(quoted)), "{quoted:?}");
    }
}
