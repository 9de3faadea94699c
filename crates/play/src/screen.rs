//! The game as text: a screen of 80 columns and 24 lines.
use course::screen::{BOLD, DIM, ERROR, SUCCESS, paint, wrap};
use protocol::{NextStep, ObjectState, PossibleResult, Verdict, truncated};

use crate::game::Position;
use crate::level::Subject;
use crate::messages;
use crate::tried::Tried;

/// The size of the screen.
const WIDTH: usize = 80;
const HEIGHT: usize = 24;

/// Draws the tree of the ways that were tried; `here` is the way to which the player has come.
pub(crate) fn tree(ways: &Tried, here: Option<usize>, tried: &str) -> String {
    let lines = ways.lines();
    let room = HEIGHT - 6;
    let hidden = lines.len().saturating_sub(room);
    let mut shown = vec![paint(BOLD, messages::TREE)];
    if hidden > 0 {
        shown.push(paint(DIM, &format!("… {hidden} lines …")));
    }
    shown.extend(lines[hidden..].iter().map(|(steps, way)| match way {
        None => cut(steps, WIDTH),
        Some(way) => {
            let verdict = ways.ways[*way].verdict;
            let text = messages::way(*way, verdict, here == Some(*way));
            let steps = cut(steps, WIDTH.saturating_sub(text.chars().count() + 2));
            format!("{steps}  {}", judged(verdict, &text))
        }
    }));
    shown.extend([String::new(), cut(tried, WIDTH), paint(DIM, messages::BACK)]);
    shown.join("\n") + "\n"
}

/// A sentence in the color of a verdict.
fn judged(verdict: Verdict, text: &str) -> String {
    paint(if verdict == Verdict::Passed { SUCCESS } else { ERROR }, text)
}

/// Draws a position. `tried` and `note` are shown above the keys.
pub(crate) fn draw(subject: &Subject, position: &Position, tried: &str, note: &str) -> String {
    let mut lines = head(subject, position);
    let mut rest = match position.ending() {
        Some(ending) => {
            let mut lines = vec![judged(ending.verdict, &messages::ending(ending))];
            for paragraph in &position.turn.choices.timeline.conclusion {
                lines.extend(wrapped(paragraph));
            }
            lines
        }
        None if !position.results.is_empty() => results(position),
        None => threads(subject, position),
    };
    rest.push(String::new());
    let foot = foot(tried, note);
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

fn head(subject: &Subject, position: &Position) -> Vec<String> {
    let turn = &position.turn;
    let title = wrapped(&subject.title).into_iter().take(2);
    let mut lines: Vec<String> = title.map(|line| paint(BOLD, &line)).collect();
    lines.push(cut(&subject.task, WIDTH));
    if !turn.scenario_text.is_empty() {
        lines.push(paint(DIM, &cut(&format!("scenario: {}", turn.scenario_text), WIDTH)));
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
        lines.push(paint(DIM, &format!("… {hidden} steps …")));
    }
    for step in &timeline.steps[hidden..] {
        let name = &timeline.threads[step.thread];
        let text = format!("{name:>12}  {}", step.text);
        lines.push(with_place(&text, &place(step.place.as_ref())));
    }
    lines
}

fn objects(position: &Position) -> Vec<String> {
    let (changed, others): (Vec<_>, Vec<_>) =
        position.turn.choices.objects.iter().partition(|object| object.has_changed);
    let text = |object: &ObjectState| format!("{}: {}", object.name, object.state);
    let others = others.into_iter().map(text).collect::<Vec<_>>().join(" · ");
    let changed = changed.into_iter().flat_map(|object| wrapped(&format!("▸ {}", text(object))));
    let changed = changed.map(|line| paint(BOLD, &line));
    let others = wrapped(&others).into_iter().map(|line| paint(DIM, &line));
    changed.chain(others).take(4).collect()
}

fn threads(subject: &Subject, position: &Position) -> Vec<String> {
    let threads = &position.turn.choices.threads;
    let mut lines = vec![paint(BOLD, messages::CHOOSE_THREAD)];
    let with_source = threads.len() <= 4;
    for next in threads {
        match with_source && !next.is_enabled {
            true => lines.extend(waiting(position, next)),
            false => lines.push(thread(position, next)),
        }
        if let Some(source) = with_source.then(|| source(subject, next)).flatten() {
            lines.push(paint(DIM, &cut(&format!("        {source}"), WIDTH)));
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
        false => paint(DIM, &cut(&format!("      {name} {}", next.text), WIDTH)),
    }
}

/// What a thread waits for, in full.
fn waiting(position: &Position, next: &NextStep) -> Vec<String> {
    let name = &position.turn.choices.timeline.threads[next.thread];
    let text = wrap(&format!("{name} {}", next.text), 6, WIDTH);
    text.lines().map(|line| paint(DIM, &format!("      {}", line.trim()))).collect()
}

/// The line of the exercise in which a thread is.
fn source<'s>(subject: &'s Subject, next: &NextStep) -> Option<&'s str> {
    let line = subject.line(next.place.as_ref())?;
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    subject.source.lines().nth(index).map(str::trim)
}

fn results(position: &Position) -> Vec<String> {
    let mut lines = vec![paint(BOLD, messages::CHOOSE_RESULT)];
    for (result, possible) in position.results.iter().enumerate() {
        let PossibleResult { text, reason, page, .. } = &possible.result;
        lines.push(cut(&format!("  [{}] {text}", key_of_result(result)), WIDTH));
        let why = wrap(&format!("{reason} ({page})"), 6, WIDTH);
        lines.extend(why.lines().map(|line| paint(DIM, &format!("      {}", line.trim()))));
    }
    lines
}

fn foot(tried: &str, note: &str) -> Vec<String> {
    let mut lines: Vec<String> = wrapped(note).into_iter().take(4).collect();
    lines.push(cut(tried, WIDTH));
    lines.push(paint(DIM, messages::KEYS));
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

/// The key of a result: a lowercase letter that is not a command.
pub(crate) fn key_of_result(result: usize) -> char {
    const KEYS: &str = "abcdeghijklmop";
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
    truncated(&text.replace('\n', " "), width)
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;
    use protocol::{Ending, TimelineStep};

    use super::*;
    use crate::game::Possible;

    fn subject() -> Subject {
        Subject {
            title: "loon: two birthdays from 40 return 41 to one caller and 42 to the other".into(),
            task: messages::task(true, None),
            file: "exercises/loon.rs".into(),
            source: "fn age() {\n    *self.age.lock().unwrap()\n}\n".into(),
        }
    }

    /// A position after this many steps, with this many threads.
    fn position(steps: usize, threads: usize) -> Position {
        let mut position = Position::default();
        let choices = &mut position.turn.choices;
        choices.timeline.threads = (0..threads).map(|thread| format!("thread-{thread}")).collect();
        for step in 0..steps {
            let mut shown = TimelineStep::default();
            shown.text = format!("lock age, {step} of many steps in a row, with a long text");
            shown.place = Some(("exercises/loon.rs".into(), 2));
            choices.timeline.steps.push(shown);
        }
        for thread in 0..threads {
            let mut next = NextStep::default();
            (next.thread, next.is_enabled) = (thread, thread > 0);
            next.text = if thread > 0 { "lock age" } else { "waits for thread-1 to finish" }.into();
            next.place = Some(("exercises/loon.rs".into(), 2));
            choices.threads.push(next);
        }
        let mut age = ObjectState::default();
        (age.name, age.state) = ("age".into(), "now held by thread-1 (was free)".into());
        age.has_changed = true;
        let mut names = ObjectState::default();
        (names.name, names.state) = ("names".into(), "free".into());
        choices.objects = vec![names, age];
        position
    }

    fn screen(position: &Position, note: &str) -> String {
        let text =
            strip_str(&draw(&subject(), position, "tried 1 of 12 ways: ✓", note)).to_string();
        assert!(text.lines().count() < HEIGHT, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        text
    }

    #[test]
    fn every_position_fits_the_screen() {
        for (steps, threads) in [(0, 2), (3, 3), (100, 4), (100, 12)] {
            screen(&position(steps, threads), &"a long note ".repeat(40));
        }
    }

    #[test]
    fn the_screen_shows_what_each_thread_does_next() {
        insta::assert_snapshot!(screen(&position(3, 3), ""));
    }

    #[test]
    fn the_screen_shows_each_result() {
        let mut position = position(2, 3);
        position.results = ["read ready = true", "read ready = false (old)"]
            .map(|text| {
                Possible::new(
                    text,
                    "a newer value need not be visible yet",
                    "std::sync::atomic::Ordering",
                )
            })
            .into();
        insta::assert_snapshot!(screen(&position, ""));
    }

    #[test]
    fn the_tree_fits_the_screen() {
        let mut tried = Tried::default();
        for way in 0..40 {
            let verdict = if way % 3 == 0 { Verdict::Deadlock } else { Verdict::Passed };
            let schedule = format!("0x{}.1.{}", way / 2 + 1, "2.1.".repeat(way + 1));
            tried.add(&way.to_string(), verdict, &schedule);
        }
        let text = strip_str(&tree(&tried, Some(39), "tried 40 ways")).to_string();
        assert!(text.lines().count() < HEIGHT, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn the_screen_shows_the_end() {
        let mut position = position(30, 0);
        position.turn.choices.timeline.threads = vec!["main".into()];
        let conclusion = ["41 is not 42".to_owned(), "Lock once. ".repeat(20)];
        position.turn.choices.timeline.conclusion = conclusion.into();
        position.turn.ending = Some(Ending { verdict: Verdict::Race, report: String::new() });
        insta::assert_snapshot!(screen(&position, "w shows the whole report"));
    }
}
