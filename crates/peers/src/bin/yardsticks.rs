//! Writes `docs/yardsticks.md`: published suites of programs, beside the figures of other tools.
use peers::yardsticks::document;

fn main() {
    print!("{}", document::page());
}
