//! rustc's own words, without what cargo says around them.
use anstream::adapter::strip_str;

use crate::result::Place;
use crate::workspace::Source;

/// What cargo prefixes its own lines with.
const CARGO: [&str; 14] = [
    "Compiling ",
    "Checking ",
    "Finished ",
    "Blocking ",
    "Building ",
    "Running ",
    "Fresh ",
    "Dirty ",
    "Updating ",
    "Locking ",
    "Downloading ",
    "Downloaded ",
    "Adding ",
    "Documenting ",
];

/// The errors among what cargo wrote, warnings and cargo's own lines left out. Without any error
/// of rustc, the errors of cargo.
pub fn errors(stderr: &str) -> String {
    // The tests reach the exercises by way of `tests/..`; nobody else needs to know.
    let blocks = blocks(&stderr.replace("tests/../", "").replace("tests\\..\\", ""));
    let of_rustc: Vec<&str> =
        blocks.iter().filter(|b| is_error(b) && !is_cargos(b)).map(String::as_str).collect();
    let explain = |block: &&String| {
        let text = strip_str(block).to_string();
        text.starts_with("For more information about")
            || text.starts_with("Some errors have detailed")
    };
    if of_rustc.is_empty() {
        return blocks.iter().filter(is_error).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    }
    let mut kept = of_rustc;
    kept.extend(blocks.iter().find(explain).map(String::as_str));
    kept.join("\n\n")
}

/// Which file the first error is about.
pub fn place(errors: &str, name: &str, under_test: bool) -> Place {
    let errors = strip_str(errors).to_string().replace('\\', "/");
    // Arrows further down belong to notes.
    let arrow = errors.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let is_in = |folder: &str| arrow.is_some_and(|place| place.starts_with(folder));
    let is_exercise =
        [Source::Exercise, Source::Solution].iter().any(|tree| is_in(&tree.shown(name)));
    match (is_exercise, under_test) {
        (true, false) => Place::Program,
        (true, true) => Place::UnderTest,
        _ if is_in(&format!("tests/{name}")) => Place::Contract,
        _ => Place::Elsewhere,
    }
}

/// Diagnostics are separated by blank lines and begin at the left edge.
fn blocks(stderr: &str) -> Vec<String> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in stderr.lines() {
        let plain = strip_str(line).to_string();
        if CARGO.iter().any(|word| plain.trim_start().starts_with(word)) && plain.starts_with(' ') {
            continue;
        }
        let begins =
            ["error", "warning", "For more", "Some errors"].iter().any(|w| plain.starts_with(w));
        if begins || blocks.is_empty() {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    blocks
        .into_iter()
        .map(|block| block.join("\n").trim_end().to_owned())
        .filter(|b| !b.is_empty())
        .collect()
}

fn is_error(block: &&String) -> bool {
    strip_str(block).to_string().starts_with("error")
}

fn is_cargos(block: &&String) -> bool {
    let text = strip_str(block).to_string();
    text.starts_with("error: could not compile") || text.starts_with("error: aborting due to")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "   Compiling coursework v0.1.0 (/a)
warning: unused variable: `x`
 --> exercises/loon.rs:1:1
  |

error[E0425]: cannot find value `y` in this scope
 --> exercises/loon.rs:3:5
  |
3 |     y
  |     ^ not found in this scope

For more information about this error, try `rustc --explain E0425`.
warning: `coursework` (example \"loon\") generated 1 warning
error: could not compile `coursework` (example \"loon\") due to 1 previous error; 1 warning emitted
";

    #[test]
    fn only_the_errors_stay() {
        let errors = errors(SAID);
        assert!(errors.starts_with("error[E0425]"), "{errors}");
        assert!(errors.ends_with("--explain E0425`."), "{errors}");
        assert!(!errors.contains("warning") && !errors.contains("coursework"), "{errors}");
        assert_eq!(place(&errors, "loon", false), Place::Program);
        assert_eq!(place(&errors, "cat", false), Place::Elsewhere);
        assert_eq!(place(&errors, "loon", true), Place::UnderTest);
    }

    #[test]
    fn a_note_about_the_exercise_does_not_make_it_the_place() {
        let said = "error[E0061]: x\n  --> tests/loon.rs:31:34\n\nnote: y\n  --> tests/../exercises/loon.rs:30:12\n";
        let errors = errors(said);
        assert!(errors.contains("--> exercises/loon.rs:30:12"), "{errors}");
        assert_eq!(place(&errors, "loon", true), Place::Contract);
    }

    #[test]
    fn where_rustc_is_silent_cargo_speaks() {
        assert_eq!(errors("error: no test target named `x`\n"), "error: no test target named `x`");
    }
}
