//! Judges a small exercise, right and wrong, and looks at what the command `course` would see.
mod exercise;
mod native;
mod outcomes;
mod process;
mod verdicts;
