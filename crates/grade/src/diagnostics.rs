//! The errors in rustc's JSON, which a submission can nest as deeply as it likes: this parser has a limit.
use course::cargo::Diagnostic;
use serde_json::Value;

/// The errors in the output of rustc, in order.
pub(crate) fn errors(output: &str) -> Vec<Diagnostic> {
    output.lines().filter_map(|line| serde_json::from_str(line).ok()).filter_map(error).collect()
}

fn error(json: Value) -> Option<Diagnostic> {
    let is_error = json["level"].as_str()?.starts_with("error");
    // The last error only counts the others.
    if !is_error || json["message"].as_str()?.starts_with("aborting due to") {
        return None;
    }
    let spans = json["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == Value::Bool(true));
    Some(Diagnostic {
        target: String::new(),
        rendered: from_root(json["rendered"].as_str()?),
        code: json["code"]["code"].as_str().map(str::to_owned),
        places: primary.and_then(origin).into_iter().collect(),
    })
}

/// Where the code of a span is written: a span in the expansion of a macro of another crate belongs to the line
/// that calls the macro.
fn origin(span: &Value) -> Option<(String, usize)> {
    let mut span = span;
    loop {
        let file = span["file_name"].as_str()?;
        let caller = &span["expansion"]["span"];
        let is_own = ["exercises/", "tests/"].iter().any(|folder| file.starts_with(folder));
        if is_own || caller.is_null() {
            return Some((from_root(file), span["line_start"].as_u64().unwrap_or(0) as usize));
        }
        span = caller;
    }
}

/// Shortens `tests/../exercises/NAME.rs`, the path by which a test includes an exercise.
fn from_root(text: &str) -> String {
    text.replace("tests/../", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_belongs_to_the_file_that_a_student_can_change() {
        let in_macro = r#"{"level":"error","message":"no field","code":{"code":"E0609"},"rendered":"error[E0609]\n --> tests/../exercises/loon.rs:3:5\n","spans":[{"is_primary":true,"file_name":"/rustc/library/std/src/macros.rs","expansion":{"span":{"file_name":"tests/../exercises/loon.rs","expansion":null}}}]}"#;
        let summary = r#"{"level":"error","message":"aborting due to 1 previous error","code":null,"rendered":"error: aborting","spans":[]}"#;
        let warning =
            r#"{"level":"warning","message":"unused","code":null,"rendered":"warning","spans":[]}"#;
        let errors = errors(&format!("{warning}\n{in_macro}\nnot json\n{summary}\n"));
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].places[0].0, "exercises/loon.rs");
        assert_eq!(
            course::cargo::text_of(&errors),
            "error[E0609]\n --> exercises/loon.rs:3:5\n\nFor more information about this error, \
             try `rustc --explain E0609`."
        );
    }

    #[test]
    fn an_error_of_the_linker_has_no_file() {
        let linker = r#"{"level":"error","message":"linking with `cc` failed","code":null,"rendered":"error: linking","spans":[]}"#;
        assert_eq!(errors(linker)[0].places, []);
    }
}
