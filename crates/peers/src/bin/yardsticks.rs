//! Writes `docs/yardsticks.md`: published suites of programs, beside the figures of other tools. With the name of a
//! suite, or `preemptions`, it writes that section only.
use peers::yardsticks::document;
use std::env;

fn main() {
    let text = match env::args().nth(1) {
        None => document::page(),
        Some(name) => {
            document::section(&name).unwrap_or_else(|| panic!("there is no section {name}"))
        }
    };
    print!("{text}");
}
