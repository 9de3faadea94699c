//! The loop: test an exercise, wait for an event, act on it.
use std::process::{ExitCode, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use course::messages::KEYS;
use course::process::group::{ProcessGroup, isolate};
use course::{Context, Error, Source, Status, StatusCache};
use protocol::environment;

use crate::events::{self, Event};
use crate::files::Files;
use crate::inbox::Inbox;
use crate::keys::Keys;
use crate::messages;

/// Editors save in several steps: a save is complete when the files have not changed for this long.
const DEBOUNCE: Duration = Duration::from_millis(40);

/// How long a file may be missing or empty before that is reported.
const MISSING_TIMEOUT: Duration = Duration::from_millis(400);

/// How often a running command is checked for its exit.
const COMMAND_POLL_INTERVAL: Duration = Duration::from_millis(10);

enum CommandEnd {
    Exited { success: bool },
    Interrupted(Event),
}

struct Session<'a> {
    context: &'a Context,
    inbox: Inbox,
    files: Files,
    /// The exercise that is being watched.
    name: String,
    plain: bool,
}

/// Watches the exercises, beginning with `first`, until the user quits.
pub(crate) fn run(
    context: &Context,
    first: Option<&str>,
    plain: bool,
    poll: bool,
) -> Result<ExitCode, Error> {
    // Ctrl-C reaches only this process, which kills the running command and restores the terminal.
    isolate();
    let (sender, receiver) = mpsc::channel();
    events::signals(sender.clone()).map_err(|error| Error::io("watch", "signals", &error))?;
    let folder = context.workspace.path(Source::Exercise.folder());
    let _watcher = events::watch(&folder, poll, sender.clone())
        .or_else(|error| {
            anstream::eprintln!("{}", messages::polling(&error.to_string()));
            events::watch(&folder, true, sender.clone())
        })
        .map_err(|error| Error::new(format!("cannot watch {}: {error}", folder.display())))?;
    // Dropped when this function returns, which restores the terminal.
    let _keys = match plain {
        true => None,
        false => Some(Keys::start(sender).map_err(|error| Error::io("read", "keys", &error))?),
    };
    let file = |name: &str| (name.to_owned(), context.workspace.exercise(Source::Exercise, name));
    let mut session = Session {
        context,
        inbox: Inbox::new(receiver),
        files: Files::new(context.catalog.names().map(file)),
        name: first.unwrap_or(&context.catalog.exercises[0].name).to_owned(),
        plain,
    };
    if first.is_none() && StatusCache::new(&context.workspace).of(&session.name) == Status::Solved {
        session.go_to_next();
    }
    session.run()?;
    Ok(ExitCode::SUCCESS)
}

impl Session<'_> {
    fn run(&mut self) -> Result<(), Error> {
        let mut interrupting = self.test()?;
        while let Some(event) = interrupting.take().or_else(|| self.inbox.next()) {
            let name = self.name.clone();
            interrupting = match event {
                Event::Quit | Event::Key('q') => return Ok(()),
                Event::Changed if self.finish_save() => self.test()?,
                Event::Key('n') if self.go_to_next() => self.test()?,
                Event::Key('t' | '\n' | '\r') => self.test()?,
                Event::Key('l') => self.show(&["list"])?,
                Event::Key(key) if let Some(command) = command_of(key) => {
                    self.show(&[command, &name])?
                }
                Event::Key('n') => {
                    anstream::println!("{}", messages::NO_OTHER);
                    None
                }
                Event::Key('?') => {
                    anstream::print!("{}", messages::help());
                    None
                }
                Event::Changed | Event::Key(_) => None,
            };
        }
        Ok(())
    }

    /// Waits until a save is complete, and switches to the exercise that was saved. Returns whether it can
    /// be tested.
    fn finish_save(&mut self) -> bool {
        self.inbox.debounce(&self.files, DEBOUNCE);
        let mut changed = self.files.changed();
        if changed.is_empty() {
            return false;
        }
        if !changed.contains(&self.name) {
            self.name = changed.swap_remove(0);
        }
        if !self.files.has_text(&self.name) {
            self.inbox.debounce(&self.files, MISSING_TIMEOUT);
            self.files.changed();
        }
        let has_text = self.files.has_text(&self.name);
        if !has_text {
            anstream::print!("{}", messages::missing(&self.name, self.context.commands));
        }
        has_text
    }

    /// Tests the exercise. Without keys it goes on to the next one while the exercise is solved.
    fn test(&mut self) -> Result<Option<Event>, Error> {
        if !self.plain {
            anstream::print!("{}", messages::CLEAR);
        }
        loop {
            anstream::println!("{}", messages::testing(&self.name));
            let name = self.name.clone();
            match self.command(&["test", &name])? {
                CommandEnd::Interrupted(event) => return Ok(Some(event)),
                CommandEnd::Exited { success: false } => break,
                CommandEnd::Exited { success: true } => {
                    let Some(next) = self.next() else {
                        anstream::print!("{}", messages::all_solved());
                        break;
                    };
                    anstream::print!("{}", messages::solved(&name, &next, self.plain));
                    if !self.plain {
                        break;
                    }
                    self.name = next;
                }
            }
        }
        self.print_waiting();
        Ok(None)
    }

    /// Runs a command for its output only.
    fn show(&mut self, arguments: &[&str]) -> Result<Option<Event>, Error> {
        println!();
        if let CommandEnd::Interrupted(event) = self.command(arguments)? {
            return Ok(Some(event));
        }
        self.print_waiting();
        Ok(None)
    }

    fn print_waiting(&self) {
        anstream::print!("{}", messages::waiting(&self.name, self.plain));
    }

    /// Runs a command of the course until it exits or a more important event arrives.
    fn command(&mut self, arguments: &[&str]) -> Result<CommandEnd, Error> {
        let error = |error| Error::io("run", "the course command", &error);
        let mut command = course::course();
        command.args(arguments).stdin(Stdio::null());
        if !self.plain {
            command.env(environment::KEYS, "1");
        }
        let mut group = ProcessGroup::spawn(command).map_err(error)?;
        let is_program = arguments[0] == "run";
        loop {
            if let Some(status) = group.0.try_wait().map_err(error)? {
                return Ok(CommandEnd::Exited { success: status.success() });
            }
            match self.inbox.next_within(COMMAND_POLL_INTERVAL) {
                None => {}
                Some(Event::Changed) if !self.files.any_changed() => {}
                Some(Event::Key(key)) if !is_program && "dehl?".contains(key) => {
                    self.inbox.defer(Event::Key(key));
                }
                Some(Event::Key(key)) if !is_program && !"qtrn\n\r".contains(key) => {}
                Some(event) => {
                    group.kill();
                    group.0.wait().map_err(error)?;
                    return Ok(CommandEnd::Interrupted(event));
                }
            }
        }
    }

    /// Goes to the next exercise in the course that is not known to be solved. Returns whether there
    /// is one besides the current exercise.
    fn go_to_next(&mut self) -> bool {
        self.next().map(|next| self.name = next).is_some()
    }

    /// That exercise.
    fn next(&self) -> Option<String> {
        let statuses = StatusCache::new(&self.context.workspace);
        let names: Vec<&str> = self.context.catalog.names().collect();
        let here = names.iter().position(|name| *name == self.name).unwrap_or(0);
        let (before, after) = names.split_at(here);
        let mut others = after[1..].iter().chain(before);
        others.find(|name| statuses.of(name) != Status::Solved).map(|name| (*name).to_owned())
    }
}

/// The command with this key that is about one exercise.
fn command_of(key: char) -> Option<&'static str> {
    let (_, command) = KEYS.into_iter().find(|(known, _)| *known == key)?;
    (!["list", "test"].contains(&command)).then_some(command)
}
