//! Tests a small exercise, correct and wrong, and checks what the command `course` receives.
mod exercise;
mod memory;
mod native;
mod outcomes;
mod process;
mod sizes;
mod verdicts;
