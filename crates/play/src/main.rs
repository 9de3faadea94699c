//! `cargo course play`: the player decides which thread runs next, in a terminal or on a page.
mod game;
mod keys;
mod level;
mod messages;
mod screen;
mod server;
mod terminal;
mod view;

use std::process::ExitCode;

use course::{Arguments, Context, Error};
use protocol::Replay;

use game::Game;
use level::Mutant;

fn main() -> ExitCode {
    course::external_main(play)
}

fn play(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let exercise = context.exercise(arguments.values.first().map(String::as_str))?;
    let name = exercise.name.as_str();
    let text =
        |option: &str| arguments.option(option).map(|text| text.to_string_lossy().into_owned());
    let mutant = text("mutant").map(|mutant| Mutant::read(context, name, &mutant)).transpose()?;
    let schedule = Replay::parse(name, &text("schedule").unwrap_or_default());
    let test = match schedule.test.as_str() {
        "" => arguments.values.get(1).map(String::as_str),
        test => Some(test),
    };
    let workspace = level::workspace(context, name, mutant.as_ref());
    let mut level = match level::prepare(context, &workspace, exercise, test, mutant)? {
        Ok(level) => level,
        Err(why) => {
            anstream::println!("{}", course::to_terminal(&why));
            return Ok(ExitCode::FAILURE);
        }
    };
    if !schedule.scenario.is_empty() {
        level.scenario.clone_from(&schedule.scenario);
    }
    let game = Game::start(&level, &schedule.schedule)?;
    if arguments.has("text") {
        terminal::play(game)?;
        return Ok(ExitCode::SUCCESS);
    }
    server::serve(game, |address| {
        anstream::println!("{address}\nCtrl-C ends the game");
        if !arguments.has("no-browser") && !picture::open_in_browser(address) {
            anstream::println!("no browser was found: open the address yourself, or use --text");
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
