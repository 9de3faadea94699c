//! A position as the page shows it.
use std::collections::BTreeMap;

use picture::Picture;
use protocol::{NextStep, Verdict};
use serde_json::{Value, json};

use crate::game::{Game, Position, last_thread, with_result, with_thread};
use crate::messages;
use crate::screen::{key_of_result, key_of_thread};
use crate::tried::Branch;

/// What stays the same during a game.
pub(crate) fn level(game: &Game<'_>, mutants: usize) -> Value {
    let (level, subject) = (game.level, &game.level.subject);
    json!({
        "title": subject.title,
        "task": subject.task,
        "scenario": game.now().turn.scenario_text,
        "start": game.now().turn.choices.schedule,
        "failing": level.failing,
        "mutants": mutants,
        "mutant": level.mutant.as_ref().map_or(0, |mutant| mutant.number),
        "file": subject.file,
        "source": picture::highlight(&subject.source),
    })
}

/// What the player sees after a schedule.
pub(crate) fn position(game: &Game<'_>, position: &Position) -> Value {
    let turn = &position.turn;
    let choices = &turn.choices;
    let title = format!("{}: the interleaving so far", game.level.exercise.name);
    json!({
        "schedule": choices.schedule,
        "replay": game.command(&choices.schedule),
        "svg": Picture::new(&choices.timeline, &title).svg(),
        "last": last_thread(&choices.schedule).map(|thread| key_of_thread(thread).to_string()),
        "threads": choices.threads.iter().map(|next| thread(game, position, next)).collect::<Vec<_>>(),
        "objects": choices
            .objects
            .iter()
            .map(|object| json!({
                "name": object.name,
                "state": object.state,
                "has_changed": object.has_changed,
            }))
            .collect::<Vec<_>>(),
        "results": position
            .results
            .iter()
            .enumerate()
            .map(|(result, possible)| json!({
                "key": key_of_result(result).to_string(),
                "text": possible.result.text,
                "reason": possible.result.reason,
                "page": possible.result.page,
                "schedule": with_result(&choices.schedule, result),
            }))
            .collect::<Vec<_>>(),
        "ending": ending(game, position),
        "tried": messages::tried(&game.tried, game.counted()),
        "tree": tree(game, position, &game.tried.tree()),
        "lines": lines(game, position),
    })
}

fn thread(game: &Game<'_>, position: &Position, next: &NextStep) -> Value {
    let choices = &position.turn.choices;
    json!({
        "key": key_of_thread(next.thread).to_string(),
        "name": choices.timeline.threads[next.thread],
        "text": next.text,
        "line": game.level.subject.line(next.place.as_ref()),
        "enabled": next.is_enabled && position.results.is_empty(),
        "schedule": with_thread(&choices.schedule, next.thread),
    })
}

fn ending(game: &Game<'_>, position: &Position) -> Option<Value> {
    let ending = position.ending()?;
    let is_good = ending.verdict == Verdict::Passed;
    let mutant = game.level.mutant.as_ref().filter(|_| !is_good);
    Some(json!({
        "good": is_good,
        "sentence": messages::ending(ending),
        "conclusion": position.turn.choices.timeline.conclusion,
        "report": ending.report,
        "again": match position.way {
            _ if game.has_no_choice() => Some(messages::NO_CHOICE.to_owned()),
            Some((way, true)) => Some(messages::same_way(way)),
            _ => None,
        },
        "changed": mutant.map(|mutant| messages::changed(&mutant.name)),
        "patch": mutant.map(|mutant| mutant.patch.as_str()),
    }))
}

/// The ways that were tried.
fn tree(game: &Game<'_>, position: &Position, branches: &[Branch]) -> Value {
    let here = position.way.map(|(way, _)| way);
    let way = |at: usize| {
        let way = &game.tried.ways[at];
        json!({
            "text": messages::way(at, way.verdict, here == Some(at)),
            "good": way.verdict == Verdict::Passed,
            "here": here == Some(at),
            "schedule": way.schedule,
        })
    };
    let branch = |branch: &Branch| {
        json!({
            "steps": branch.steps,
            "way": branch.way.map(way),
            "branches": tree(game, position, &branch.branches),
        })
    };
    branches.iter().map(branch).collect()
}

/// The threads at each line of the file: where they go on, or else where they were last.
fn lines(game: &Game<'_>, position: &Position) -> BTreeMap<u32, Vec<String>> {
    let choices = &position.turn.choices;
    let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (thread, name) in choices.timeline.threads.iter().enumerate() {
        let next = choices.threads.iter().find(|next| next.thread == thread);
        let last = || {
            let steps = choices.timeline.steps.iter().rev().filter(|step| step.thread == thread);
            steps.filter_map(|step| game.level.subject.line(step.place.as_ref())).next()
        };
        let line = next.map_or_else(last, |next| game.level.subject.line(next.place.as_ref()));
        if let Some(line) = line {
            lines.entry(line).or_default().push(name.clone());
        }
    }
    lines
}
