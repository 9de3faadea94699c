//! GitHub Actions: an annotation for each exercise that did not pass.
use crate::model::{GradedExercise, GradedSubmission};
use crate::verdict::Verdict;

/// GitHub ignores a step summary of more than 1 MiB; Markdown adds little to the reports.
pub(crate) const MAX_SUMMARY: usize = 700_000;

/// GitHub shows at most ten annotations of a kind in a step.
const MAX_ANNOTATIONS: usize = 10;

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let failed: Vec<&GradedExercise> =
        graded.exercises.iter().filter(|it| it.verdict != Verdict::PASSED).collect();
    let mut text = String::new();
    for exercise in failed.iter().take(MAX_ANNOTATIONS) {
        let level = match exercise.verdict {
            Verdict::Missing | Verdict::Unchanged | Verdict::GraderError => "warning",
            _ => "error",
        };
        let line = exercise.line().map_or(String::new(), |line| format!(",line={line}"));
        let title = format!("{}: {}", exercise.name, exercise.verdict.name());
        let (title, summary) = (escape_property(&title), escape_data(&exercise.summary));
        let name = &exercise.name;
        text += &format!("::{level} file=exercises/{name}.rs{line},title={title}::{summary}\n");
    }
    if failed.len() > MAX_ANNOTATIONS {
        let more = failed.len() - MAX_ANNOTATIONS;
        text += &format!("{more} more exercises did not pass; see the summary of this step\n");
    }
    let points = format!("{} of {} points", graded.points, graded.max_points);
    text + &format!("::notice title=grade::{}\n", escape_data(&points))
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
