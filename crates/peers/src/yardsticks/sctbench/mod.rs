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

use super::bug::Bug;
use super::document;
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
that the tool's calibration run already failed.
";

pub(super) fn section() -> String {
    let columns = ["program", "interleave", "RFF", "POS", "PCT3", "PERIOD", "repaired twin"];
    let rows = document::rows(columns, &PROGRAMS, |program| {
        let found = program.explore();
        let at = found.found_at().map_or("—".to_owned(), |at| at.to_string());
        let Published { rff, pos, pct3, period } = program.published;
        let published = [rff, pos, pct3, period].map(|figure| figure.to_string());
        let [rff, pos, pct3, period] = published;
        [program.name.to_owned(), at, rff, pos, pct3, period, found.repaired_text()]
    });
    format!("{INTRODUCTION}\n{rows}")
}
