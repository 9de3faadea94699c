//! The game as text: a screen of 80 columns and 24 lines.
use course::screen::{BOLD, DIM, ERROR, SUCCESS, paint, wrap};
use protocol::{NextStep, Verdict};

use crate::game::{Game, Position};
use crate::messages;

/// The size of the screen.
const WIDTH: usize = 80;
const HEIGHT: usize = 24;

/// Draws the current position. `note` is shown above the keys.
pub(crate) fn draw(game: &Game<'_>, note: &str) -> String {
    let position = game.now();
    let mut lines = head(game);
    let mut rest = match game.ending() {
        Some(ending) => {
            let style = if ending.verdict == Verdict::Passed { SUCCESS } else { ERROR };
            let mut lines = vec![paint(style, &messages::ending(ending)).to_string()];
            for paragraph in &position.turn.choices.timeline.conclusion {
                lines.extend(wrapped(paragraph));
            }
            lines
        }
        None if !position.results.is_empty() => results(position),
        None => threads(game),
    };
    rest.push(String::new());
    let foot = foot(note);
    let objects = objects(position);
    let room = HEIGHT.saturating_sub(lines.len() + rest.len() + objects.len() + foot.len() + 1);
    lines.extend(history(position, room.max(2)));
    lines.extend(objects);
    lines.push(String::new());
    lines.append(&mut rest);
    lines.truncate(HEIGHT - foot.len() - 1);
    lines.extend(foot);
    lines.join("\n") + "\n"
}

fn head(game: &Game<'_>) -> Vec<String> {
    let level = game.level;
    let turn = &game.now().turn;
    let mutant = level.mutant.as_ref().map(|mutant| mutant.name.as_str());
    let task = messages::task(level.failing.is_some(), mutant);
    let title = format!("{}: {}", level.exercise.name, level.sentence);
    let mut lines = vec![paint(BOLD, &cut(&title, WIDTH)).to_string(), cut(&task, WIDTH)];
    if !turn.scenario_text.is_empty() {
        lines.push(paint(DIM, &cut(&format!("with {}", turn.scenario_text), WIDTH)).to_string());
    }
    lines.push("─".repeat(WIDTH));
    lines
}

/// The last steps, and how many come before them.
fn history(position: &Position, room: usize) -> Vec<String> {
    let timeline = &position.turn.choices.timeline;
    let hidden = timeline.steps.len().saturating_sub(room.saturating_sub(1));
    let mut lines = Vec::new();
    if hidden > 0 {
        lines.push(paint(DIM, &format!("… {hidden} steps …")).to_string());
    }
    for step in &timeline.steps[hidden..] {
        let name = &timeline.threads[step.thread];
        let text = format!("{name:>12}  {}", step.text);
        lines.push(with_place(&text, &place(step.place.as_ref())));
    }
    lines
}

fn objects(position: &Position) -> Vec<String> {
    let objects = &position.turn.choices.objects;
    let texts = objects.iter().map(|object| format!("{}: {}", object.name, object.state));
    let text = texts.collect::<Vec<_>>().join(" · ");
    wrapped(&text).into_iter().take(3).map(|line| paint(DIM, &line).to_string()).collect()
}

fn threads(game: &Game<'_>) -> Vec<String> {
    let position = game.now();
    let threads = &position.turn.choices.threads;
    let mut lines = vec![paint(BOLD, messages::CHOOSE_THREAD).to_string()];
    let with_source = threads.len() <= 4;
    for next in threads {
        lines.push(thread(position, next));
        if let Some(source) = with_source.then(|| source(game, next)).flatten() {
            lines.push(paint(DIM, &cut(&format!("        {source}"), WIDTH)).to_string());
        }
    }
    lines
}

fn thread(position: &Position, next: &NextStep) -> String {
    let name = &position.turn.choices.timeline.threads[next.thread];
    let place = place(next.place.as_ref());
    match next.is_enabled {
        true => {
            let key = key_of_thread(next.thread);
            with_place(&format!("  [{key}] {name}: {}", next.text), &place)
        }
        false => paint(DIM, &cut(&format!("      {name} {}", next.text), WIDTH)).to_string(),
    }
}

/// The line of the exercise in which a thread is.
fn source<'s>(game: &Game<'s>, next: &NextStep) -> Option<&'s str> {
    let line = game.line(next.place.as_ref())?;
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    game.level.source.lines().nth(index).map(str::trim)
}

fn results(position: &Position) -> Vec<String> {
    let mut lines = vec![paint(BOLD, messages::CHOOSE_RESULT).to_string()];
    for (result, possible) in position.results.iter().enumerate() {
        lines.push(cut(&format!("  [{}] {}", key_of_result(result), possible.text), WIDTH));
        if !possible.reason.is_empty() {
            lines.push(paint(DIM, &cut(&format!("      {}", possible.reason), WIDTH)).to_string());
        }
    }
    lines
}

fn foot(note: &str) -> Vec<String> {
    let mut lines: Vec<String> = wrapped(note).into_iter().take(4).collect();
    lines.push(paint(DIM, messages::KEYS).to_string());
    lines
}

/// The key of a thread: a digit, and then capitals.
pub(crate) fn key_of_thread(thread: usize) -> char {
    let capital = || char::from(b'A' + u8::try_from(thread - 10).unwrap_or(25).min(25));
    u32::try_from(thread)
        .ok()
        .and_then(|thread| char::from_digit(thread, 10))
        .unwrap_or_else(capital)
}

/// The key of a result: a small letter that is no command.
pub(crate) fn key_of_result(result: usize) -> char {
    const KEYS: &str = "abcdeghijklmnop";
    KEYS.chars().nth(result).unwrap_or('z')
}

fn wrapped(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .flat_map(|line| wrap(line, 0, WIDTH).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// `cat.rs:41`
fn place(place: Option<&(String, u32)>) -> String {
    place.map_or(String::new(), |(file, line)| {
        format!("{}:{line}", file.rsplit('/').next().unwrap_or(file))
    })
}

/// A text with its place at the right edge.
fn with_place(text: &str, place: &str) -> String {
    let width = WIDTH - place.chars().count() - 1;
    let text = cut(text, width);
    let space = width.saturating_sub(text.chars().count()) + 1;
    format!("{text}{}{}", " ".repeat(space), paint(DIM, place)).trim_end().to_owned()
}

fn cut(text: &str, width: usize) -> String {
    let text = text.replace('\n', " ");
    match text.chars().count() > width {
        true => text.chars().take(width - 1).chain(['…']).collect(),
        false => text,
    }
}
