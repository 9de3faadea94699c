//! `cargo course play`: the player decides which thread runs next, in a terminal or on a page.
mod game;
mod keys;
mod level;
mod messages;
mod screen;
mod server;
mod terminal;
mod tried;
mod view;

use std::process::ExitCode;

use course::{Arguments, Context, Error};
use protocol::Replay;

use game::Game;
use level::Mutant;
use server::Server;
use terminal::End;

fn main() -> ExitCode {
    course::external_main(play)
}

/// What is played next.
#[derive(Clone, Default)]
struct Choice {
    /// The planted mistake; without one, the file of the player.
    mutant: Option<String>,
    test: Option<String>,
    scenario: String,
    schedule: String,
}

fn play(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let exercise = context.exercise(arguments.values.first().map(String::as_str))?;
    let name = exercise.name.as_str();
    let text =
        |option: &str| arguments.option(option).map(|text| text.to_string_lossy().into_owned());
    let replay = Replay::parse(name, &text("schedule").unwrap_or_default());
    let test =
        if replay.test.is_empty() { arguments.values.get(1).cloned() } else { Some(replay.test) };
    let (scenario, schedule) = (replay.scenario, replay.schedule);
    let mut choice = Choice { mutant: text("mutant"), test, scenario, schedule };
    let mut server = (!arguments.has("text")).then(Server::start).transpose()?;
    let mut is_shown = false;
    loop {
        let mutant = choice.mutant.as_deref();
        let mutant = mutant.map(|mutant| Mutant::read(context, name, mutant)).transpose()?;
        let number = mutant.as_ref().map_or(0, |mutant| mutant.number);
        let workspace = level::workspace(context, name, mutant.as_ref());
        let prepared =
            level::prepare(context, &workspace, exercise, choice.test.as_deref(), mutant)?;
        let mut level = match prepared {
            Ok(level) => level,
            Err(why) => {
                anstream::println!("{}", course::to_terminal(&why));
                return Ok(ExitCode::FAILURE);
            }
        };
        if !choice.scenario.is_empty() {
            level.scenario.clone_from(&choice.scenario);
        }
        let game = Game::start(&level, &choice.schedule)?;
        let mutants = level::names(context, name).len();
        let next = match &mut server {
            None => match terminal::play(game)? {
                End::Quit => return Ok(ExitCode::SUCCESS),
                End::NextLevel => (number + 1) % (mutants + 1),
            },
            Some(server) => {
                if !std::mem::replace(&mut is_shown, true) {
                    show(&server.address(), arguments.has("no-browser"));
                }
                server.play(game, mutants)?
            }
        };
        let mutant = (next > 0).then(|| next.to_string());
        choice = Choice { mutant, ..Choice::default() };
    }
}

/// Shows the address of the page, and opens it.
fn show(address: &str, only_print: bool) {
    anstream::println!("{address}\nCtrl-C ends the game");
    if !only_print && !picture::open_in_browser(address) {
        anstream::println!("no browser was found: open the address yourself, or use --text");
    }
}
