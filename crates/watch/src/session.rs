//! The loop: judge, wait for something to happen, do what it asks for.
use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use course::{Context, Problem, Standing, Standings, Tree};

use crate::child::{GLANCE, Running};
use crate::events::{self, Event};
use crate::files::Files;
use crate::keys::Keys;
use crate::words;

/// Editors save in several steps: so long nothing must happen before it counts as saved.
const QUIET: Duration = Duration::from_millis(40);

/// So long a file may be gone or empty before anything is said about it.
const HALF_WRITTEN: Duration = Duration::from_millis(400);

/// How a command came to its end.
enum End {
    /// By itself; whether it succeeded.
    Ended(bool),
    /// Because this is more important.
    Interrupted(Event),
}

/// What is done next.
enum Next {
    Judge,
    Hint,
    List,
    Run,
    Wait,
    Quit,
}

struct Session<'a> {
    context: &'a Context,
    events: Receiver<Event>,
    /// Keys that can wait until a verdict is there.
    later: VecDeque<Event>,
    files: Files,
    /// The exercise that is watched.
    name: String,
    plain: bool,
}

/// Watches until somebody quits.
pub(crate) fn run(
    context: &Context,
    first: Option<&str>,
    plain: bool,
    poll: bool,
) -> Result<ExitCode, Problem> {
    let (to, events) = mpsc::channel();
    events::signals(to.clone()).map_err(|error| Problem::io("watch", "signals", &error))?;
    let folder = context.house.path(Tree::Starter.folder());
    let watcher = if poll { None } else { Some(events::watch(&folder, to.clone())) };
    if let Some(Err(error)) = &watcher {
        anstream::eprintln!("{}", words::polls(&error.to_string()));
    }
    if !matches!(watcher, Some(Ok(_))) {
        events::poll(to.clone());
    }
    // The terminal is given back when this function ends, however it ends.
    let _keys = match plain {
        true => None,
        false => Some(Keys::start(to).map_err(|error| Problem::io("read", "keys", &error))?),
    };
    let paths = context
        .catalog
        .names()
        .map(|name| (name.to_owned(), context.house.exercise(Tree::Starter, name)));
    let mut session = Session {
        context,
        events,
        later: VecDeque::new(),
        files: Files::new(paths),
        name: context.catalog.exercises[0].name.clone(),
        plain,
    };
    let solved = |name: &str| Standings::new(&context.house).of(name) == Standing::Solved;
    match first {
        Some(name) => session.name = name.to_owned(),
        None if solved(&session.name) => {
            session.name = session.next_unsolved().unwrap_or(session.name);
        }
        None => {}
    }
    session.work()?;
    Ok(ExitCode::SUCCESS)
}

impl Session<'_> {
    fn work(&mut self) -> Result<(), Problem> {
        let mut event = self.judge()?;
        loop {
            // Without any source of events left there is nothing to wait for.
            let now = event.take().or_else(|| self.later.pop_front());
            let Some(now) = now.or_else(|| self.events.recv().ok()) else { return Ok(()) };
            event = match self.react(now) {
                Next::Judge => self.judge()?,
                Next::Hint => self.show(&["hint", &self.name.clone()])?,
                Next::List => self.show(&["list"])?,
                Next::Run => self.show(&["run", &self.name.clone()])?,
                Next::Wait => None,
                Next::Quit => return Ok(()),
            };
        }
    }

    /// What an event asks for.
    fn react(&mut self, event: Event) -> Next {
        match event {
            Event::Quit | Event::Key('q') => Next::Quit,
            Event::Changed => self.settle(),
            Event::Key('t' | '\n' | '\r') => Next::Judge,
            Event::Key('h') => Next::Hint,
            Event::Key('l') => Next::List,
            Event::Key('r') => Next::Run,
            Event::Key('n') => match self.next_unsolved() {
                Some(next) => {
                    self.name = next;
                    Next::Judge
                }
                None => {
                    anstream::println!("{}", words::NO_OTHER);
                    Next::Wait
                }
            },
            Event::Key('?') => {
                anstream::print!("{}", words::help(&self.name));
                Next::Wait
            }
            Event::Key(_) => Next::Wait,
        }
    }

    /// Waits until a save is over, and looks at what it left.
    fn settle(&mut self) -> Next {
        self.drain(QUIET);
        let mut changed = self.files.changed();
        if changed.is_empty() {
            return Next::Wait;
        }
        // Whoever saves another exercise goes on with that one.
        if !changed.contains(&self.name) {
            self.name = changed.swap_remove(0);
        }
        if !self.files.is_whole(&self.name) {
            self.drain(HALF_WRITTEN);
            self.files.changed();
        }
        if self.files.is_whole(&self.name) {
            return Next::Judge;
        }
        anstream::print!("{}", words::gone(&self.name));
        Next::Wait
    }

    /// Waits until the files have stayed as they are for a while; keys wait until later.
    fn drain(&mut self, quiet: Duration) {
        let mut until = Instant::now() + quiet;
        let mut texts = self.files.now();
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Event::Changed) => {
                    let now = self.files.now();
                    if now != texts {
                        (texts, until) = (now, Instant::now() + quiet);
                    }
                }
                Ok(other) => self.later.push_back(other),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Judges the exercise, and as long as it is solved the next one.
    fn judge(&mut self) -> Result<Option<Event>, Problem> {
        if !self.plain {
            anstream::print!("{}", words::CLEAR);
        }
        loop {
            anstream::println!("{}", words::judging(&self.name));
            match self.call(&["test", &self.name.clone()])? {
                End::Interrupted(event) => return Ok(Some(event)),
                End::Ended(true) => match self.next_unsolved() {
                    Some(next) => {
                        anstream::print!("{}", words::solved(&self.name, &next));
                        self.name = next;
                    }
                    None => {
                        anstream::print!("{}", words::all_solved());
                        break;
                    }
                },
                End::Ended(false) => break,
            }
        }
        self.wait_for_more();
        Ok(None)
    }

    /// Calls a command whose text is all there is to it.
    fn show(&mut self, arguments: &[&str]) -> Result<Option<Event>, Problem> {
        println!();
        match self.call(arguments)? {
            End::Interrupted(event) => Ok(Some(event)),
            End::Ended(_) => {
                self.wait_for_more();
                Ok(None)
            }
        }
    }

    fn wait_for_more(&self) {
        anstream::print!("{}", words::waiting(&self.name, self.plain));
    }

    /// Runs a command until it ends, or until something is more important.
    fn call(&mut self, arguments: &[&str]) -> Result<End, Problem> {
        let problem = |error| Problem::io("run", "the course command", &error);
        let mut running = Running::start(arguments).map_err(problem)?;
        let is_program = arguments[0] == "run";
        loop {
            if let Some(succeeded) = running.ended().map_err(problem)? {
                return Ok(End::Ended(succeeded));
            }
            match self.events.recv_timeout(GLANCE) {
                Ok(Event::Changed) if self.files.are_as_they_were() => {}
                Ok(key @ Event::Key('h' | 'l' | '?')) if !is_program => self.later.push_back(key),
                Ok(Event::Key(key)) if !is_program && !"qtrn\n\r".contains(key) => {}
                Ok(event) => return Ok(End::Interrupted(event)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    }

    /// The next exercise in the course that is not known to be solved, and not this one.
    fn next_unsolved(&self) -> Option<String> {
        let standings = Standings::new(&self.context.house);
        let names: Vec<&str> = self.context.catalog.names().collect();
        let here = names.iter().position(|name| *name == self.name)?;
        let (before, after) = names.split_at(here);
        let others = after[1..].iter().chain(before);
        others.copied().find(|name| standings.of(name) != Standing::Solved).map(str::to_owned)
    }
}
