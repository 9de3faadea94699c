//! The page of a class, for its instructor, and the page of a student.
use super::flags::Flag;
use super::html::{escape, escape_link, page, table};
use super::mistakes::{Common, common_mistakes, failing_tests};
use super::roster::file_name;
use super::store::StudentResult;
use crate::model::{GradedExercise, GradedSubmission};
use crate::verdict::Verdict;

/// The page of a class; links lead to the pages of the students.
pub(crate) fn class_page(results: &[&StudentResult], flags: &[Flag]) -> String {
    let sum: u32 = results.iter().map(|result| result.graded.points).sum();
    let max = results.first().map_or(0, |result| result.graded.max_points);
    let mean = f64::from(sum) / results.len().max(1) as f64;
    let mut body = format!(
        "<p>{} students, {mean:.1} of {max} points on average, {} to review</p>\n",
        results.len(),
        match flags.len() {
            0 => "nothing".to_owned(),
            1 => "<a href=\"#flags\">1 flag</a>".to_owned(),
            count => format!("<a href=\"#flags\">{count} flags</a>"),
        },
    );
    body += "<h2>Students</h2>\n";
    body += &matrix(results, flags);
    body += LEGEND;
    body += "<h2>Exercises</h2>\n";
    body += &exercises(results);
    body += &common("Tests that fail most", "test", &failing_tests(results));
    body += &common("Common mistakes", "verdict", &common_mistakes(results));
    if !flags.is_empty() {
        body +=
            "<h2 id=\"flags\">To review</h2>\n<p>A flag is a reason to look, not a verdict.</p>\n";
        let rows = flags.iter().map(|flag| vec![link(&flag.student), escape(&flag.text())]);
        body += &table("flags", &["student", "reason"], rows);
    }
    body += &footer(results.first().map(|result| &result.graded));
    page("Class", &body)
}

const LEGEND: &str = "<p class=\"legend\"><span class=\"mark good\">✓</span> passed, \
    <span class=\"mark good\">≈</span> passed within bounds, \
    <span class=\"mark bad\">✗</span> a test fails, \
    <span class=\"mark bad\">!</span> not tested: refused, or it does not compile, \
    <span class=\"mark other\">=</span> unchanged, \
    <span class=\"mark other\">–</span> missing, \
    <span class=\"mark other\">?</span> not graded, ⚑ to review</p>\n";

fn matrix(results: &[&StudentResult], flags: &[Flag]) -> String {
    let exercises = || results.first().into_iter().flat_map(|result| &result.graded.exercises);
    let names: Vec<String> =
        exercises().map(|it| format!("<span>{}</span>", escape(&it.name))).collect();
    let mut header = vec!["student", "points", "⚑"];
    header.extend(names.iter().map(String::as_str));
    let rows = results.iter().map(|result| {
        let flags = flags.iter().filter(|flag| flag.student == result.student).count();
        let mut cells = vec![
            link(&result.student),
            format!("<span class=\"number\">{}</span>", result.graded.points),
            if flags > 0 { format!("⚑ {flags}") } else { String::new() },
        ];
        cells.extend(result.graded.exercises.iter().map(mark));
        cells
    });
    table("matrix", &header, rows)
}

fn link(student: &str) -> String {
    let file = escape_link(&file_name(student));
    format!("<a href=\"students/{file}.html\">{}</a>", escape(student))
}

fn mark(exercise: &GradedExercise) -> String {
    let (class, sign) = match exercise.verdict {
        Verdict::PASSED if exercise.within_bounds => ("good", "≈"),
        Verdict::PASSED => ("good", "✓"),
        Verdict::Tested(_) => ("bad", "✗"),
        Verdict::Refused | Verdict::CompileError | Verdict::CompilerCrashed => ("bad", "!"),
        Verdict::Unchanged => ("other", "="),
        Verdict::Missing => ("other", "–"),
        Verdict::GraderError => ("other", "?"),
    };
    let title =
        escape(&format!("{}: {}: {}", exercise.name, exercise.verdict.name(), exercise.summary));
    format!("<span class=\"mark {class}\" title=\"{title}\">{sign}</span>")
}

fn exercises(results: &[&StudentResult]) -> String {
    let first =
        results.first().into_iter().flat_map(|result| result.graded.exercises.iter().enumerate());
    let rows = first.map(|(at, exercise)| {
        let all = || results.iter().filter_map(|result| result.graded.exercises.get(at));
        let passed = all().filter(|it| it.verdict == Verdict::PASSED).count();
        let absent = [Verdict::Missing, Verdict::Unchanged];
        let submitted = all().filter(|it| !absent.contains(&it.verdict)).count();
        let percent = passed * 100 / results.len().max(1);
        vec![
            format!("{}: {}", escape(&exercise.name), escape(&exercise.title)),
            format!("<span class=\"number\">{submitted}</span>"),
            format!("<span class=\"number\">{passed}</span>"),
            format!("<span class=\"bar\"><i style=\"width:{percent}%\"></i></span> {percent} %"),
        ]
    });
    table("exercises", &["exercise", "submitted", "passed", ""], rows)
}

fn common(title: &str, what: &str, common: &[Common]) -> String {
    if common.is_empty() {
        return String::new();
    }
    let rows = common.iter().map(|it| {
        let students = format!("<span class=\"number\">{}</span>", it.students);
        vec![students, escape(&it.exercise), escape(&it.text)]
    });
    format!("<h2>{title}</h2>\n") + &table("common", &["students", "exercise", what], rows)
}

/// The page of one student, who sees nothing about others.
pub(crate) fn student_page(result: &StudentResult) -> String {
    let graded = &result.graded;
    let mut body = format!(
        "<p>{} of {} points, {} of {} exercises passed</p>\n",
        graded.points,
        graded.max_points,
        graded.count(Verdict::PASSED),
        graded.exercises.len(),
    );
    let rows = graded.exercises.iter().map(|exercise| {
        vec![
            mark(exercise),
            format!("<b>{}</b>: {}", escape(&exercise.name), escape(&exercise.title)),
            exercise.verdict.name().to_owned(),
            format!("{} of {}", exercise.points, exercise.max_points),
            escape(&exercise.summary),
        ]
    });
    body += &table("exercises", &["", "exercise", "verdict", "points", "what happened"], rows);
    let reports: String = graded.exercises.iter().filter_map(report).collect();
    if !reports.is_empty() {
        body += "<h2>Reports</h2>\n<p>They are the reports of <code>make test</code>.</p>\n";
        body += &reports;
    }
    body += &footer(Some(graded));
    page(&result.student, &body)
}

fn report(exercise: &GradedExercise) -> Option<String> {
    let report = exercise.report.trim_end();
    let is_shown = exercise.verdict != Verdict::PASSED && !report.trim().is_empty();
    is_shown.then(|| {
        format!(
            "<details open=\"\"><summary>{}: {}</summary>\n<pre>{}</pre></details>\n",
            escape(&exercise.name),
            exercise.verdict.name(),
            escape(report),
        )
    })
}

fn footer(graded: Option<&GradedSubmission>) -> String {
    let Some(graded) = graded else { return String::new() };
    let versions = &graded.versions;
    let versions = format!(
        "course {}, engine {}, {}; guards: {}",
        versions.course,
        versions.engine,
        versions.compiler,
        graded.guards.join(", "),
    );
    format!("<footer>{}</footer>\n", escape(&versions))
}
