//! SCTBench: programs with bugs that few schedules show.
mod account;
mod bbuf;
mod bluetooth_driver;
mod bounded_buffer;
mod carter01;
mod circular_buffer;
mod deadlock01;
mod lazy01;
mod published;
mod qsort_mt;
mod queue;
mod reorder;
mod safestack;
mod stack;
mod stringbuffer;
mod token_ring;
mod twostage;
mod work_steal_queue;
mod wronglock;

use super::bug::{Bug, Found};
use super::markdown::table;
use super::results::results;
use published::Published;

/// The programs.
pub const PROGRAMS: [Bug<Published>; 27] = [
    account::PROGRAM,
    bluetooth_driver::PROGRAM,
    carter01::PROGRAM,
    circular_buffer::PROGRAM,
    deadlock01::PROGRAM,
    lazy01::PROGRAM,
    queue::PROGRAM,
    stack::PROGRAM,
    token_ring::PROGRAM,
    twostage::SMALL,
    twostage::LARGE,
    reorder::THREE,
    reorder::FOUR,
    reorder::FIVE,
    reorder::TEN,
    reorder::TWENTY,
    wronglock::SEVEN,
    wronglock::THREE,
    stringbuffer::PROGRAM,
    bounded_buffer::PROGRAM,
    bbuf::PROGRAM,
    qsort_mt::PROGRAM,
    work_steal_queue::MUTEX,
    work_steal_queue::INTERLOCKED,
    work_steal_queue::WITH_STATE,
    work_steal_queue::STATE,
    safestack::PROGRAM,
];

const INTRODUCTION: &str = "\
## SCTBench

The number of the first execution that fails, beside the mean over 20 trials of five minutes for RFF, POS,
PCT3 and PERIOD (published with RFF, ASPLOS 2024). `n of 20` follows a mean over fewer trials; `1†` means
that the tool's calibration run already failed. `interleave` runs its directed schedules first
(`Explorer::directed`), then its complete search and its fallbacks; its number is the same in every run.
For SafeStack, whose failures take seven preemptions, it runs the search that remembers states instead
(`Explorer::stateful`). `bbuf` has no bug.

![Executions until the first failure, for each tool](yardsticks.svg)

A point in this picture is a program; further to the right are those for which a tool needs more executions.
`cargo run --release -p figures -- yardsticks` draws it from the table.
";

/// More than the search that remembers states needs for it.
const SAFESTACK_EXECUTIONS: u64 = 2_000_000;

pub(super) fn section() -> String {
    let found = results(&PROGRAMS, |program| match program.name {
        "SafeStack" => program.explore_states(SAFESTACK_EXECUTIONS),
        _ => program.explore(),
    });
    let goals = PROGRAMS.iter().map(|program| program.published.goal());
    let compared: Vec<_> = found
        .iter()
        .zip(goals)
        .filter_map(|(found, goal)| Some((found.found_at(), goal?)))
        .collect();
    let within = |(at, goal): &&(Option<u64>, f64)| at.is_some_and(|at| at as f64 <= *goal);
    let summary = format!(
        "Of the {} programs that RFF finds, {} fail within its mean number of executions (PCT3's, where \
         RFF has `1†`).\n",
        compared.len(),
        compared.iter().filter(within).count(),
    );
    let rows: Vec<_> =
        PROGRAMS.iter().zip(&found).map(|(program, found)| row(program, found)).collect();
    let columns = ["program", "interleave", "RFF", "POS", "PCT3", "PERIOD", "repaired twin"];
    format!("{INTRODUCTION}\n{}\n{summary}", table(columns, &rows))
}

fn row(program: &Bug<Published>, found: &Found) -> [String; 7] {
    let Published { rff, pos, pct3, period } = program.published;
    let [rff, pos, pct3, period] = [rff, pos, pct3, period].map(|figure| figure.to_string());
    let name = program.name.to_owned();
    [name, found.found_at_text(), rff, pos, pct3, period, found.repaired_text()]
}
