//! `diff`: starter against answer.
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::cli::{Arguments, Context};
use crate::house::Tree;
use crate::problem::Problem;
use crate::screen::{QUIET, STRONG, paint};

const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let exercises = context.catalogue.select(&arguments.values)?;
    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    for exercise in exercises {
        let [from, to] = [Tree::Starter, Tree::Answer].map(|tree| tree.shown(&exercise.name));
        let (starter, answer) = (context.house.read(&from)?, context.house.read(&to)?);
        if arguments.values.is_empty() {
            let (added, removed) = count(&starter, &answer);
            let counts = format!(
                "{} {}",
                paint(ADDED, &format!("+{added:<3}")),
                paint(REMOVED, &format!("-{removed:<3}"))
            );
            anstream::println!("  {:width$}  {counts}  {}", exercise.name, exercise.title);
        } else if starter == answer {
            anstream::println!("{from} and {to} are the same");
        } else {
            anstream::print!("{}", unified(&starter, &answer, &from, &to));
        }
    }
    if arguments.values.is_empty() {
        anstream::println!("\n{} shows the lines of one", context.typed.quoted("diff", "loon"));
    }
    Ok(ExitCode::SUCCESS)
}

/// How many lines were added and removed.
pub(crate) fn count(old: &str, new: &str) -> (usize, usize) {
    let diff = TextDiff::from_lines(old, new);
    let of = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    (of(ChangeTag::Insert), of(ChangeTag::Delete))
}

/// A unified diff, at most three lines of context, in colour.
pub(crate) fn unified(old: &str, new: &str, from: &str, to: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(3).header(from, to).to_string();
    let mut out = String::new();
    for line in text.lines() {
        let style = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => STRONG,
            [b'-', ..] => REMOVED,
            [b'+', ..] => ADDED,
            [b'@', ..] => QUIET,
            _ => Style::new(),
        };
        out.push_str(&paint(style, line));
        out.push('\n');
    }
    out
}
