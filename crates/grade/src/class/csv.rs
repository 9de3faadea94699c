//! The grades of a class as CSV, for a spreadsheet or a platform's import.
use super::flags::Flag;
use super::store::StudentResult;
use crate::verdict::Verdict;

/// One line for each student: the points of all exercises, then those of each, then the flags.
pub(crate) fn write(results: &[&StudentResult], flags: &[Flag]) -> String {
    let exercises = || results.first().into_iter().flat_map(|result| &result.graded.exercises);
    let mut header = ["student", "points", "max points", "passed"].map(str::to_owned).to_vec();
    for exercise in exercises() {
        header.extend([format!("{} points", exercise.name), format!("{} verdict", exercise.name)]);
    }
    header.push("flags".to_owned());
    let mut text = line(&header);
    for result in results {
        let graded = &result.graded;
        let mut fields = vec![
            result.student.clone(),
            graded.points.to_string(),
            graded.max_points.to_string(),
            graded.count(Verdict::PASSED).to_string(),
        ];
        for exercise in &graded.exercises {
            fields.extend([exercise.points.to_string(), exercise.verdict.name().to_owned()]);
        }
        let flags = flags.iter().filter(|flag| flag.student == result.student);
        fields.push(flags.map(Flag::text).collect::<Vec<_>>().join("; "));
        text += &line(&fields);
    }
    text
}

/// A field that begins with one of these may be a formula. The wide forms are for Chinese and Japanese.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn line(fields: &[String]) -> String {
    fields.iter().map(|text| field(text)).collect::<Vec<_>>().join(",") + "\n"
}

/// A field, quoted if necessary. A text that a spreadsheet would run as a formula gets an apostrophe.
pub(crate) fn field(text: &str) -> String {
    let text = match text.starts_with(FORMULA) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains([',', '"', '\n', '\r', '\t', ';']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_are_quoted_and_formulas_are_text() {
        assert_eq!(field("ada"), "ada");
        assert_eq!(field("Lovelace, \"Ada\""), "\"Lovelace, \"\"Ada\"\"\"");
        assert_eq!(field("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(field("＝1"), "'＝1");
    }
}
