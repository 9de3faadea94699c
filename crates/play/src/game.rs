//! A game: the turns so far. Each turn is a run of the test with the schedule up to it, so undoing one is
//! free.
use course::Error;
use protocol::{Ending, PossibleResult, Replay, Tally, Turn, environment};

use crate::level::Level;
use crate::tried::Tried;

/// A result that an operation can have, and the turn that follows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Possible {
    pub(crate) result: PossibleResult,
    turn: Turn,
}

#[cfg(test)]
impl Possible {
    pub(crate) fn new(text: &str, reason: &str, page: &str) -> Self {
        let mut result = PossibleResult::default();
        (result.text, result.reason, result.page) = (text.into(), reason.into(), page.into());
        Self { result, turn: Turn::default() }
    }
}

/// One turn, and the results to choose from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Position {
    pub(crate) turn: Turn,
    pub(crate) results: Vec<Possible>,
    /// The way to which the interleaving belongs, if it has ended, and whether the player came to it before.
    pub(crate) way: Option<(usize, bool)>,
}

impl Position {
    /// How the interleaving ended, unless a result has to be chosen first.
    pub(crate) fn ending(&self) -> Option<&Ending> {
        self.turn.ending.as_ref().filter(|_| self.turn.choices.results == 0)
    }
}

/// A game.
pub(crate) struct Game<'a> {
    pub(crate) level: &'a Level<'a>,
    positions: Vec<Position>,
    /// The ways that were tried.
    pub(crate) tried: Tried,
    tally: Option<Tally>,
}

impl<'a> Game<'a> {
    /// A game from the start, or from the end of a schedule.
    pub(crate) fn start(level: &'a Level<'a>, schedule: &str) -> Result<Self, Error> {
        let mut game = Self { level, positions: Vec::new(), tried: Tried::default(), tally: None };
        game.go("", environment::ASK)?;
        if !schedule.is_empty() {
            game.go(schedule, environment::ASK)?;
        }
        Ok(game)
    }

    /// The position after a schedule.
    pub(crate) fn position(&mut self, schedule: &str, asks: &str) -> Result<Position, Error> {
        let turn = self.turn(schedule, asks)?;
        self.position_of(turn)
    }

    fn position_of(&mut self, turn: Turn) -> Result<Position, Error> {
        let results = match turn.choices.results {
            0 => Vec::new(),
            count => self.results(&turn, count)?,
        };
        let mut position = Position { turn, results, way: None };
        if let Some(ending) = position.ending() {
            let (known, choices) = (self.tried.ways.len(), &position.turn.choices);
            let way = self.tried.add(&choices.class, ending.verdict, &choices.schedule);
            position.way = Some((way, way < known));
        }
        Ok(position)
    }

    /// Whether the interleaving ended before the player could choose anything.
    pub(crate) fn has_no_choice(&self) -> bool {
        self.positions.first().is_some_and(|start| start.way.is_some())
    }

    /// Whether the player has found an interleaving that fails.
    pub(crate) fn has_broken(&self) -> bool {
        self.tried.failing() > 0
    }

    /// The results that the last operation can have.
    fn results(&self, turn: &Turn, count: usize) -> Result<Vec<Possible>, Error> {
        let possible = |result: usize| {
            let schedule = with_result(&turn.choices.schedule, result);
            let turn = self.turn(&schedule, environment::DECIDED)?;
            Ok(Possible { result: turn.choices.result.clone().unwrap_or_default(), turn })
        };
        (0..count).map(possible).collect()
    }

    fn turn(&self, schedule: &str, asks: &str) -> Result<Turn, Error> {
        let Level { runner, executable, test, .. } = self.level;
        match runner.turn(executable, test, &self.replay(schedule), asks)? {
            Ok(turn) => Ok(turn),
            Err(output) => Err(Error::new(format!("this schedule does not fit:\n{output}"))),
        }
    }

    /// This schedule as `replay` takes it.
    fn replay(&self, schedule: &str) -> Replay {
        let first = self.positions.first().map(|position| position.turn.scenario.clone());
        Replay {
            exercise: self.level.exercise.name.clone(),
            test: self.level.test.name.clone(),
            scenario: first.unwrap_or_else(|| self.level.scenario.clone()),
            schedule: schedule.to_owned(),
        }
    }

    /// The command that leads to the end of this schedule.
    pub(crate) fn command(&self, schedule: &str) -> String {
        let replay = self.replay(schedule);
        match &self.level.mutant {
            None => replay.make_command(),
            Some(mutant) => format!(
                "cargo course play {} --mutant {} --schedule {}",
                replay.exercise,
                if self.has_broken() { mutant.name.clone() } else { mutant.number.to_string() },
                replay.request()
            ),
        }
    }

    fn go(&mut self, schedule: &str, asks: &str) -> Result<(), Error> {
        let position = self.position(schedule, asks)?;
        self.positions.push(position);
        Ok(())
    }

    /// The current position.
    pub(crate) fn now(&self) -> &Position {
        &self.positions[self.positions.len() - 1]
    }

    /// Lets a thread run.
    pub(crate) fn run(&mut self, thread: usize) -> Result<(), Error> {
        let choices = &self.now().turn.choices;
        let is_enabled = |next: &protocol::NextStep| next.thread == thread && next.is_enabled;
        if choices.results == 0 && choices.threads.iter().any(is_enabled) {
            self.go(&with_thread(&choices.schedule, thread), environment::ASK)?;
        }
        Ok(())
    }

    /// Lets the thread that ran last run on, until it waits or finishes, or a result has to be chosen.
    pub(crate) fn run_on(&mut self) -> Result<(), Error> {
        let Some(thread) = last_thread(&self.now().turn.choices.schedule) else { return Ok(()) };
        loop {
            let moves = self.positions.len();
            self.run(thread)?;
            if self.positions.len() == moves {
                return Ok(());
            }
        }
    }

    /// Chooses a result of the last operation. Undoing it also undoes the operation.
    pub(crate) fn choose(&mut self, result: usize) -> Result<(), Error> {
        let Some(chosen) = self.now().results.get(result) else { return Ok(()) };
        let position = self.position_of(chosen.turn.clone())?;
        self.positions.push(position);
        Ok(())
    }

    /// Takes back the last turn.
    pub(crate) fn undo(&mut self) {
        if self.positions.len() > 1 {
            self.positions.pop();
        }
        // A result belongs to the operation before it.
        if self.positions.len() > 1 && self.now().turn.choices.results > 0 {
            self.positions.pop();
        }
    }

    /// Starts again.
    pub(crate) fn restart(&mut self) {
        self.positions.truncate(1);
    }

    /// Shows the interleaving of the report.
    pub(crate) fn show_failing(&mut self) -> Result<(), Error> {
        match &self.level.failing {
            Some(schedule) => self.go(&schedule.clone(), environment::DECIDED),
            None => Ok(()),
        }
    }

    /// How many interleavings there are, if they were counted.
    pub(crate) fn counted(&self) -> Option<Tally> {
        self.tally
    }

    /// How many interleavings fail. They are counted once.
    pub(crate) fn tally(&mut self) -> Result<Tally, Error> {
        if let Some(tally) = self.tally {
            return Ok(tally);
        }
        let counted = self.turn("", environment::COUNT)?.tally;
        let none = Tally { executions: 0, failing: 0, is_complete: false };
        Ok(*self.tally.insert(counted.unwrap_or(none)))
    }
}

/// The thread of the last step.
pub(crate) fn last_thread(schedule: &str) -> Option<usize> {
    let digits = |step: &str| step.split(['v', 'x']).next().and_then(|thread| thread.parse().ok());
    schedule.rsplit('.').next().and_then(digits)
}

/// The schedule, followed by a step of this thread.
pub(crate) fn with_thread(schedule: &str, thread: usize) -> String {
    match schedule {
        "" => thread.to_string(),
        schedule => format!("{schedule}.{thread}"),
    }
}

/// The schedule, with this result of its last step.
pub(crate) fn with_result(schedule: &str, result: usize) -> String {
    let (rest, last) = schedule.rsplit_once('.').unwrap_or(("", schedule));
    let (step, count) = last.split_once('x').unwrap_or((last, "1"));
    let (thread, earlier) = step.split_once('v').unwrap_or((step, "0"));
    let mut steps = Vec::new();
    if !rest.is_empty() {
        steps.push(rest.to_owned());
    }
    match count.parse::<usize>().unwrap_or(1) {
        0 | 1 => {}
        count => {
            let step = if earlier == "0" { thread.to_owned() } else { step.to_owned() };
            steps.push(if count == 2 { step } else { format!("{step}x{}", count - 1) });
        }
    }
    steps.push(if result == 0 { thread.to_owned() } else { format!("{thread}v{result}") });
    steps.join(".")
}

#[cfg(test)]
mod tests {
    use super::{last_thread, with_result, with_thread};

    #[test]
    fn the_thread_of_the_last_step_is_found() {
        assert_eq!(last_thread(""), None);
        assert_eq!(last_thread("0x5.12"), Some(12));
        assert_eq!(last_thread("0.3v1x2"), Some(3));
    }

    #[test]
    fn a_thread_is_added_to_a_schedule() {
        assert_eq!(with_thread("", 0), "0");
        assert_eq!(with_thread("0x5.1v2", 1), "0x5.1v2.1");
    }

    #[test]
    fn the_result_of_the_last_step_is_replaced() {
        assert_eq!(with_result("0", 1), "0v1");
        assert_eq!(with_result("0x2", 1), "0.0v1");
        assert_eq!(with_result("1.0x5", 2), "1.0x4.0v2");
        assert_eq!(with_result("1.0v1x3", 2), "1.0v1x2.0v2");
        assert_eq!(with_result("1.0v1", 0), "1.0");
    }
}
