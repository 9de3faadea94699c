//! Messages about a submission.

pub(crate) const MISSING: &str = "the submission does not contain this file";
pub(crate) const EMPTY: &str = "the file is empty";
pub(crate) const UNCHANGED: &str = "the file is the unmodified starter";
pub(crate) const COMPILER_TIMEOUT: &str = "the compiler did not finish in time and was stopped";

pub(crate) const COMPLETE_ONLY: &str = "\nThe tests pass in every interleaving that they ran, but not every interleaving could be run.\n\
     This grade accepts complete searches only. Use fewer steps in loops that retry or wait.\n";

pub(crate) fn other_name(path: &str, name: &str) -> String {
    format!("the submission contains `{path}`: rename it to {name}.rs")
}

pub(crate) fn inner_archive(path: &str) -> String {
    format!("{MISSING}, but the archive `{path}`: submit its contents")
}

/// `bounded` is how many of the tests could not run every interleaving.
pub(crate) fn passed(tests: usize, bounded: usize) -> String {
    let all = match tests {
        1 => "the only test passes".to_owned(),
        _ => format!("all {tests} tests pass"),
    };
    match bounded {
        0 => all,
        _ => format!("{all}, {bounded} of them within bounds only"),
    }
}

/// Returns whether rustc reports that it crashed.
pub(crate) fn is_compiler_crash(message: &str) -> bool {
    ["(signal: ", "internal compiler error"].iter().any(|mark| message.contains(mark))
}
