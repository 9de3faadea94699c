//! The page of a class, for its instructor, and the page of a student, who sees nothing about others. A page loads
//! nothing, neither from the network nor from files.
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

use super::flags::Flag;
use super::mistakes::{common_mistakes, failing_tests};
use super::roster::file_name;
use super::store::StudentResult;
use crate::verdict::Verdict;

/// The page of a class; links lead to the pages of the students.
pub(crate) fn class_page(results: &[&StudentResult], flags: &[Flag]) -> String {
    let sum: u32 = results.iter().map(|result| result.graded.points).sum();
    let mean = f64::from(sum) / results.len().max(1) as f64;
    let students = results.iter().map(|result| {
        let own = flags.iter().filter(|flag| flag.student == result.student);
        context! {
            name => result.student.as_str(),
            file => file_name(&result.student),
            flags => own.count(),
            points => result.graded.points,
            exercises => Serde(&result.graded.exercises),
        }
    });
    let flag = |flag: &Flag| {
        context! {
            name => flag.student.as_str(),
            file => file_name(&flag.student),
            text => flag.text(),
        }
    };
    let first = results.first().map(|result| &result.graded);
    render(context! {
        title => "Class",
        graded => Serde(&first),
        mean => format!("{mean:.1}"),
        students => students.collect::<Vec<_>>(),
        exercises => exercises(results),
        failing => Serde(&failing_tests(results)),
        mistakes => Serde(&common_mistakes(results)),
        flags => flags.iter().map(flag).collect::<Vec<_>>(),
    })
}

/// How many students have submitted and solved each exercise.
fn exercises(results: &[&StudentResult]) -> Vec<Value> {
    let first =
        results.first().into_iter().flat_map(|result| result.graded.exercises.iter().enumerate());
    let rows = first.map(|(at, exercise)| {
        let all = || results.iter().filter_map(|result| result.graded.exercises.get(at));
        let absent = [Verdict::Missing, Verdict::Unchanged];
        let passed = all().filter(|it| it.verdict == Verdict::PASSED).count();
        context! {
            name => exercise.name.as_str(),
            title => exercise.title.as_str(),
            submitted => all().filter(|it| !absent.contains(&it.verdict)).count(),
            passed,
            percent => passed * 100 / results.len(),
        }
    });
    rows.collect()
}

/// The page of one student.
pub(crate) fn student_page(result: &StudentResult) -> String {
    let graded = &result.graded;
    let reports = graded.exercises.iter().filter_map(|exercise| {
        let (text, verdict) = (exercise.failure()?, exercise.verdict.name());
        Some(context! { name => exercise.name.as_str(), verdict, text })
    });
    render(context! {
        title => result.student.as_str(),
        graded => Serde(graded),
        passed => graded.count(Verdict::PASSED),
        reports => reports.collect::<Vec<_>>(),
    })
}

fn render(page: Value) -> String {
    static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
        let mut environment = Environment::new();
        let mut syntax = SyntaxConfig::builder();
        let syntax = syntax.trim_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.expect("the delimiters are the usual ones"));
        environment.set_formatter(|out, _, value| {
            let text = value.to_string();
            Ok(out.write_str(&if value.is_safe() { text } else { escape(&text) })?)
        });
        let template = environment.add_template("page.html", include_str!("page.html"));
        template.expect("the template is valid");
        environment
    });
    let template = ENVIRONMENT.get_template("page.html");
    let text = template.and_then(|template| {
        template.render(context! { style => include_str!("page.css"), ..page })
    });
    text.expect("the template uses only what it gets")
}

/// Text as HTML, also in an attribute.
fn escape(text: &str) -> String {
    // The first, because the others add this character.
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample::with_text;

    #[test]
    fn text_stays_text() {
        let student = "Zoë, o'n".to_owned();
        let result = StudentResult { student, graded: with_text("<a href='x'>&\"") };
        let page = student_page(&result);
        assert!(page.contains("<td>&lt;a href=&#39;x&#39;&gt;&amp;&quot;</td>"), "{page}");
        assert!(class_page(&[&result], &[]).contains("\"students/Zo%C3%AB%2C%20o%27n_"));
    }
}
