//! Tests a small exercise, correct and wrong, and checks what the command `course` would see.
mod exercise;
mod native;
mod outcomes;
mod process;
mod verdicts;
