//! The game in a terminal, with keys only. Without a terminal, the keys come from standard input.
use std::io::{IsTerminal, Read, stdin, stdout};

use course::{Error, to_terminal};
use protocol::Verdict;

use crate::game::Game;
use crate::keys::RawMode;
use crate::messages;
use crate::screen::{self, key_of_result, key_of_thread};

/// Clears the screen.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// Why a game ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    Quit,
    NextLevel,
}

/// Plays until the player quits, or goes to the next level.
pub(crate) fn play(mut game: Game<'_>) -> Result<End, Error> {
    let is_terminal = stdin().is_terminal() && stdout().is_terminal();
    let _raw = is_terminal.then(RawMode::start);
    let mut note = String::new();
    loop {
        if note.is_empty() {
            note = note_on_ending(&mut game)?;
        }
        show(is_terminal, &screen::draw(&game.level.subject, game.now(), &tried(&game), &note));
        note.clear();
        let Some(key) = read_key() else { return Ok(End::Quit) };
        match key {
            'q' | '\x03' | '\x04' => return Ok(End::Quit),
            'n' => return Ok(End::NextLevel),
            '+' => game.run_on()?,
            'u' => game.undo(),
            'r' => game.restart(),
            'f' => game.show_failing()?,
            's' => {
                anstream::println!("{}", game.command(&game.now().turn.choices.schedule));
                let _ = is_terminal.then(read_key);
            }
            't' => {
                show(is_terminal, &tree(&game));
                let _ = is_terminal.then(read_key);
            }
            'w' => show_report(&game, is_terminal),
            key => press(&mut game, key)?,
        }
    }
}

fn show(is_terminal: bool, text: &str) {
    let clear = if is_terminal { CLEAR } else { "" };
    anstream::print!("{clear}{}", to_terminal(text));
}

/// A key that chooses a thread or a result.
fn press(game: &mut Game<'_>, key: char) -> Result<(), Error> {
    let results = game.now().results.len();
    if let Some(result) = (0..results).find(|result| key_of_result(*result) == key) {
        return game.choose(result);
    }
    let mut threads = game.now().turn.choices.threads.iter().map(|next| next.thread);
    match threads.find(|thread| key_of_thread(*thread) == key) {
        Some(thread) => game.run(thread),
        None => Ok(()),
    }
}

fn note_on_ending(game: &mut Game<'_>) -> Result<String, Error> {
    let Some(ending) = game.now().ending() else { return Ok(String::new()) };
    let is_good = ending.verdict == Verdict::Passed;
    let again = match game.now().way {
        _ if game.has_no_choice() => messages::NO_CHOICE.to_owned(),
        Some((way, true)) => messages::same_way(way),
        _ => String::new(),
    };
    let tally = messages::tally(&game.tally()?);
    let note = if is_good { tally } else { messages::WHOLE_REPORT.to_owned() };
    Ok(format!("{again}\n{note}"))
}

fn tried(game: &Game<'_>) -> String {
    messages::tried(&game.tried, game.counted())
}

fn tree(game: &Game<'_>) -> String {
    let here = game.now().way.map(|(way, _)| way);
    screen::tree(&game.tried, here, &tried(game))
}

/// The whole report, and the planted mistake.
fn show_report(game: &Game<'_>, is_terminal: bool) {
    let Some(ending) = game.now().ending() else { return };
    let mut text = format!("{}\n", ending.report.trim_end());
    if let Some(mutant) = &game.level.mutant
        && ending.verdict != Verdict::Passed
    {
        text += &format!("\n{}\n{}\n", messages::changed(&mutant.name), mutant.patch.trim_end());
    }
    anstream::print!("{}", to_terminal(&text));
    if is_terminal {
        let _ = read_key();
    }
}

fn read_key() -> Option<char> {
    let mut key = [0];
    loop {
        match stdin().lock().read(&mut key) {
            Ok(1) if key[0] == b'\n' || key[0] == b'\r' => {}
            Ok(1) => return Some(char::from(key[0])),
            _ => return None,
        }
    }
}
