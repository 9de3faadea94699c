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
use published::Figure::*;
use published::{Published, bug};
use reorder::reorder;
use twostage::twostage;
use wronglock::wronglock;

/// The programs.
pub const PROGRAMS: [Bug<Published>; 27] = [
    bug("account", account::account, [Trivial, Trivial, Mean(8.6), Mean(10.1)]),
    bug(
        "bluetooth_driver",
        bluetooth_driver::bluetooth_driver,
        [Mean(44.9), Mean(72.2), Mean(160.8), Mean(9.0)],
    ),
    bug("carter01", carter01::carter01, [Mean(1.9), Mean(2.1), Mean(5.2), Mean(4.8)]),
    bug(
        "circular_buffer",
        circular_buffer::circular_buffer,
        [Mean(1.6), Mean(1.6), Mean(5.0), Mean(3.1)],
    ),
    bug("deadlock01", deadlock01::deadlock01, [Mean(4.7), Mean(4.3), Mean(20.1), Mean(3.0)]),
    bug("lazy01", lazy01::lazy01, [Mean(6.4), Mean(5.2), Mean(10.2), Mean(7.0)]),
    bug("queue", queue::queue, [Trivial, Trivial, Mean(12.0), Mean(3.5)]),
    bug("stack", stack::stack, [Mean(1.6), Mean(2.0), Mean(2.2), Mean(8.0)]),
    bug("token_ring", token_ring::token_ring, [Mean(5.1), Mean(7.0), Mean(7.7), Mean(2.0)]),
    bug("twostage", |twin| twostage(1, twin), [Mean(8.2), Mean(14.6), Mean(8.9), Mean(4.0)]),
    bug(
        "twostage_20",
        |twin| twostage(10, twin),
        [Mean(21.7), Mean(185.4), Mean(187.6), Mean(76.0)],
    ),
    bug("reorder_3", |twin| reorder(2, 1, twin), [Mean(6.7), Mean(222.7), Mean(241.1), Mean(6.0)]),
    bug("reorder_4", |twin| reorder(3, 1, twin), [Mean(6.2), Mean(1463.6), Mean(395.3), Mean(9.0)]),
    bug(
        "reorder_5",
        |twin| reorder(4, 1, twin),
        [Mean(5.8), Of(4377.4, 17), Mean(1126.0), Mean(12.0)],
    ),
    bug("reorder_10", |twin| reorder(9, 1, twin), [Mean(5.8), Never, Mean(2355.8), Mean(27.0)]),
    bug("reorder_20", |twin| reorder(10, 10, twin), [Mean(5.8), Never, Mean(2127.7), Mean(39.0)]),
    bug("wronglock", |twin| wronglock(7, twin), [Trivial, Trivial, Mean(88.2), Mean(4.3)]),
    bug("wronglock_3", |twin| wronglock(3, twin), [Trivial, Trivial, Mean(40.3), Mean(5.0)]),
    bug(
        "stringbuffer",
        stringbuffer::stringbuffer,
        [Mean(15.4), Mean(17.8), Mean(194.9), Mean(26.9)],
    ),
    bug(
        "boundedBuffer",
        |twin| bounded_buffer::bounded_buffer(4, twin),
        [Mean(8.3), Mean(6.4), Mean(15.0), Of(7.8, 16)],
    ),
    bug("bbuf", |_| bbuf::bbuf(10), [Never, Never, Never, Never]),
    bug("qsort_mt", qsort_mt::qsort_mt, [Mean(321.9), Mean(645.6), Mean(3838.2), Mean(27.1)]),
    work_steal_queue::MUTEX,
    work_steal_queue::INTERLOCKED,
    work_steal_queue::WITH_STATE,
    work_steal_queue::STATE,
    bug("SafeStack", safestack::safestack, [Never, Never, Never, Never]),
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
