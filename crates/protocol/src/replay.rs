//! One interleaving that can be run again.
use crate::json::object;

/// Names one interleaving of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The name of the exercise, which is the name of its test target.
    pub exercise: String,
    /// The name of the test function.
    pub test: String,
    /// The generated scenario, or `-` if the test has only one.
    pub scenario: String,
    /// The schedule, as the engine writes it.
    pub schedule: String,
}

impl Replay {
    /// Reads `<test>:<scenario>:<schedule>`; missing parts are empty.
    pub fn parse(exercise: &str, request: &str) -> Self {
        let mut parts = request.splitn(3, ':').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self { exercise: exercise.to_owned(), test: next(), scenario: next(), schedule: next() }
    }

    /// `<test>:<scenario>:<schedule>`, the value of [`REPLAY`](crate::environment::REPLAY).
    ///
    /// ```
    /// let replay = protocol::Replay::parse("loon", "every_birthday_counts:-:1.2x2");
    /// assert_eq!(replay.request(), "every_birthday_counts:-:1.2x2");
    /// ```
    pub fn request(&self) -> String {
        format!("{}:{}:{}", self.test, self.scenario, self.schedule)
    }

    /// The command line that replays it with make.
    pub fn make_command(&self) -> String {
        format!("make replay EX={} SCHEDULE={}", self.exercise, self.request())
    }

    /// The command line that replays it with cargo alone.
    pub fn cargo_command(&self) -> String {
        format!("cargo course replay {} {}", self.exercise, self.request())
    }
}

object!(Replay { exercise, test, scenario, schedule });

#[cfg(test)]
mod tests {
    use super::Replay;
    use crate::json::Json;

    #[test]
    fn a_request_names_test_scenario_and_schedule() {
        let replay = Replay::parse("cat", "one:7ssc:0.1:2");
        let parts = (replay.test.as_str(), replay.scenario.as_str(), replay.schedule.as_str());
        assert_eq!(parts, ("one", "7ssc", "0.1:2"));
        assert_eq!(replay.request(), "one:7ssc:0.1:2");
        assert_eq!(Replay::read(&replay.write()), Some(replay));
    }

    #[test]
    fn both_commands_can_be_copied() {
        let replay = Replay::parse("loon", "a:-:1.2x2");
        assert_eq!(replay.make_command(), "make replay EX=loon SCHEDULE=a:-:1.2x2");
        assert_eq!(replay.cargo_command(), "cargo course replay loon a:-:1.2x2");
    }
}
