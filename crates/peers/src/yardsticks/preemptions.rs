//! How many executions of a program have a schedule with at most 0, 1, 2 or 3 preemptions.
use super::markdown::table;
use super::results::results;
use interleave::sync::atomic::AtomicU32;
use interleave::sync::atomic::Ordering::SeqCst;
use interleave::{Explorer, thread};

/// A program of GenMC, under sequential consistency.
#[derive(Clone, Copy, Debug)]
pub struct Bounded {
    /// The name in the suite.
    pub name: &'static str,
    /// The number of threads.
    pub threads: usize,
    /// What each thread does.
    step: fn(&Cells, usize) -> Vec<u32>,
    /// The number of executions with at most 0, 1, … preemptions.
    pub published: &'static [usize],
}

type Cells = [AtomicU32; 3];

/// The programs.
pub const PROGRAMS: [Bounded; 10] = [
    program("readers", 3, |cells, thread| vec![read_or_write(cells, thread)], &[4]),
    program("binc", 2, |cells, _| add(cells, 2), &[2, 4]),
    program("binc", 3, |cells, _| add(cells, 2), &[6, 24, 36]),
    program("cinc", 2, |cells, _| add(cells, 3), &[2, 6, 8]),
    program("inc", 3, load_and_store, &[6, 24, 36]),
    program("CoA", 2, coherence, &[2, 4]),
    program("CoA", 3, coherence, &[6, 15]),
    program("casw", 3, exchange_and_store, &[6, 24, 54, 66]),
    program("casrot", 3, |cells, thread| vec![exchange(cells, thread, thread + 1)], &[5]),
    program("wrw", 3, write_or_load_and_store, &[6, 18, 22]),
];

const fn program(
    name: &'static str,
    threads: usize,
    step: fn(&Cells, usize) -> Vec<u32>,
    published: &'static [usize],
) -> Bounded {
    Bounded { name, threads, step, published }
}

impl Bounded {
    /// The number of executions with at most 0, 1, … preemptions.
    ///
    /// # Panics
    /// If an execution fails, or has more than 3 preemptions.
    pub fn explore(&self) -> Vec<usize> {
        let body = || self.run();
        let executions = Explorer::new().outcomes(body).unwrap();
        assert!(executions.coverage.is_complete(), "{}", self.name);
        let fewest = Vec::from_iter(executions.seen.into_keys().map(|execution| {
            let simplest = Explorer::new().witness(body, |other| *other == execution).unwrap();
            assert!(simplest.fewest, "{}: {simplest}", self.name);
            simplest.preemptions
        }));
        let most = fewest.iter().copied().max().unwrap_or_default();
        let within = |bound| fewest.iter().filter(|preemptions| **preemptions <= bound).count();
        (0..=most).map(within).collect()
    }

    /// What each operation of each thread reads. A store is an exchange, so it reads the store before it.
    fn run(&self) -> Vec<Vec<u32>> {
        let cells = &[const { AtomicU32::new(0) }; 3];
        thread::scope(|scope| {
            let spawn = |number| scope.spawn(move || (self.step)(cells, number));
            let threads = Vec::from_iter((0..self.threads).map(spawn));
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }
}

fn store(cell: &AtomicU32, value: usize) -> u32 {
    cell.swap(value as u32, SeqCst)
}

fn add(cells: &Cells, count: usize) -> Vec<u32> {
    cells[..count].iter().map(|cell| cell.fetch_add(1, SeqCst)).collect()
}

fn read_or_write([x, ..]: &Cells, thread: usize) -> u32 {
    if thread == 0 { store(x, 42) } else { x.load(SeqCst) }
}

fn load_and_store([x, ..]: &Cells, thread: usize) -> Vec<u32> {
    let read = x.load(SeqCst);
    vec![read, store(x, read as usize + (1 << thread))]
}

fn write_or_load_and_store(cells: &Cells, thread: usize) -> Vec<u32> {
    match thread {
        0 => vec![store(&cells[0], 1)],
        // Distinct values: an exchange shows which store comes before it.
        _ => vec![cells[0].load(SeqCst), store(&cells[0], thread + 1)],
    }
}

fn exchange([x, ..]: &Cells, from: usize, to: usize) -> u32 {
    x.compare_exchange(from as u32, to as u32, SeqCst, SeqCst).unwrap_or_else(|found| found)
}

fn exchange_and_store(cells: &Cells, thread: usize) -> Vec<u32> {
    vec![exchange(cells, 0, 1), store(&cells[0], thread + 3)]
}

fn coherence([x, y, z]: &Cells, thread: usize) -> Vec<u32> {
    match thread {
        0 | 1 => {
            let other = if thread == 0 { y } else { z };
            vec![store(x, thread + 1), other.load(SeqCst), x.load(SeqCst)]
        }
        _ => vec![store(y, thread - 1), store(z, thread - 1)],
    }
}

const INTRODUCTION: &str = "\
## Preemptions

How many executions of some of these programs have a schedule with at most 0, 1, 2 and 3 preemptions, under
sequential consistency. GenMC bounds its search in the same way. Here, a witness with the fewest preemptions is
found for each execution (`Explorer::witness`).
";

pub(super) fn section() -> String {
    let text =
        |counts: &[usize]| counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let rows = results(&PROGRAMS, |program| {
        let found = program.explore();
        let result = if found == program.published { "equal" } else { "different" };
        [
            program.name.to_owned(),
            program.threads.to_string(),
            text(program.published),
            text(&found),
            result.to_owned(),
        ]
    });
    let columns = ["program", "threads", "published", "interleave", "result"];
    format!("{INTRODUCTION}\n{}", table(columns, &rows))
}
