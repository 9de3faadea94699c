//! Messages about builds.

pub const NO_CARGO: &str = "install Rust from https://rustup.rs, then open a new terminal";
pub const SEE_DOCTOR: &str = "`cargo course doctor` finds out what is missing";
pub const FIRST_BUILD: &str = "compiling the dependencies; only the first build takes this long";

/// Where to read more about an error of the compiler.
pub(crate) fn explain(code: &str) -> String {
    format!("For more information about this error, try `rustc --explain {code}`.")
}

/// Shown if the crates of the course or their dependencies do not compile.
pub fn course_does_not_build(message: &str) -> String {
    format!("the course itself does not compile; cargo says:\n\n{message}\n")
}
