//! How many executions of a program the search reaches with at most 0, 1, 2, … preemptions.
use super::markdown::table;
use super::results::results;
use interleave::sync::Mutex;
use interleave::sync::atomic::AtomicU32;
use interleave::sync::atomic::Ordering::SeqCst;
use interleave::{Bound, Explorer, thread};

/// A program of GenMC, under sequential consistency.
#[derive(Clone, Copy, Debug)]
pub struct Bounded {
    /// The name in the suite.
    pub name: &'static str,
    /// The number of threads.
    pub threads: usize,
    /// What each thread does.
    step: fn(&Cells, usize) -> Vec<u32>,
    /// The number of executions with at most 0, 1, … preemptions. The last one is that of all executions, unless
    /// the program is too large for a complete bounded search.
    pub published: &'static [usize],
    /// Whether it is quick enough for the tests.
    pub quick: bool,
}

/// What the threads share.
#[derive(Default)]
struct Cells {
    cells: [AtomicU32; 5],
    lock: Mutex<u32>,
}

/// The programs.
pub const PROGRAMS: [Bounded; 27] = [
    program("readers", 3, |cells, thread| vec![read_or_write(cells, thread)], &[4]),
    program("ainc", 4, |cells, _| add(cells, 1), &[24]),
    program("binc", 2, |cells, _| add(cells, 2), &[2, 4]),
    program("binc", 3, |cells, _| add(cells, 2), &[6, 24, 36]),
    program("binc", 4, |cells, _| add(cells, 2), &[24, 168, 432, 576]),
    program("cinc", 2, |cells, _| add(cells, 3), &[2, 6, 8]),
    program("cinc", 3, |cells, _| add(cells, 3), &[6, 42, 120, 192, 216]),
    program("inc", 3, load_and_store, &[6, 24, 36]),
    program("inc", 4, load_and_store, &[24, 168, 432, 576]),
    program("CoA", 2, coherence, &[2, 4]),
    program("CoA", 3, coherence, &[6, 15]),
    program("CoA", 4, coherence, &[24, 90, 130]),
    slow("CoA", 5, coherence, &[120, 708, 1608, 2028]),
    program("cas", 4, |cells, thread| vec![exchange(cells, 0, thread + 1)], &[4]),
    program("casw", 2, exchange_and_store, &[2, 4, 6]),
    program("casw", 3, exchange_and_store, &[6, 24, 54, 66]),
    slow("casw", 4, exchange_and_store, &[24, 168, 576, 1056, 1200]),
    program("casrot", 3, |cells, thread| vec![exchange(cells, thread, thread + 1)], &[5]),
    program("casrot", 5, |cells, thread| vec![exchange(cells, thread, thread + 1)], &[43]),
    program("wcas", 4, write_or_exchange, &[13]),
    program("wrw", 3, write_or_load_and_store, &[6, 18, 22]),
    program("wrw", 4, write_or_load_and_store, &[24, 132, 264, 300]),
    program("wrc11_fp", 2, write_and_loads, &[2, 4]),
    program("publish", 2, publish, &[2, 42]),
    program("eratosthenes", 2, sieve, &[2, 18, 68, 156, 260, 340, 382, 396, 398]),
    program("lockinc", 4, |cells, _| locked(cells), &[24]),
    slow("big0", 4, big, &[14, 206, 1561, 7410]),
];

const fn program(
    name: &'static str,
    threads: usize,
    step: fn(&Cells, usize) -> Vec<u32>,
    published: &'static [usize],
) -> Bounded {
    Bounded { name, threads, step, published, quick: true }
}

/// A program that takes too long for the tests.
const fn slow(
    name: &'static str,
    threads: usize,
    step: fn(&Cells, usize) -> Vec<u32>,
    published: &'static [usize],
) -> Bounded {
    Bounded { quick: false, ..program(name, threads, step, published) }
}

impl Bounded {
    /// The number of executions that the search reaches with at most 0, 1, … preemptions, for as many bounds as are
    /// published.
    ///
    /// # Panics
    /// If an execution fails, or a search does not end.
    pub fn explore(&self) -> Vec<usize> {
        (0..self.published.len()).map(|bound| self.reached(bound)).collect()
    }

    fn reached(&self, bound: usize) -> usize {
        let explorer = Explorer::new().max_executions(20_000_000).max_preemptions(bound);
        let reached = explorer.outcomes(|| self.run()).unwrap();
        let is_whole = matches!(reached.coverage.bound, None | Some(Bound::Preemptions(_)));
        assert!(is_whole, "{}: {}", self.name, reached.coverage);
        reached.seen.len()
    }

    /// What each operation of each thread reads. A store is an exchange, so it reads the store before it.
    fn run(&self) -> Vec<Vec<u32>> {
        let shared = &Cells::default();
        thread::scope(|scope| {
            let spawn = |number| scope.spawn(move || (self.step)(shared, number));
            let threads = Vec::from_iter((0..self.threads).map(spawn));
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }
}

fn store(cell: &AtomicU32, value: usize) -> u32 {
    cell.swap(value as u32, SeqCst)
}

fn add(shared: &Cells, count: usize) -> Vec<u32> {
    shared.cells[..count].iter().map(|cell| cell.fetch_add(1, SeqCst)).collect()
}

fn read_or_write(shared: &Cells, thread: usize) -> u32 {
    let x = &shared.cells[0];
    if thread == 0 { store(x, 42) } else { x.load(SeqCst) }
}

fn load_and_store(shared: &Cells, thread: usize) -> Vec<u32> {
    let x = &shared.cells[0];
    let read = x.load(SeqCst);
    vec![read, store(x, read as usize + (1 << thread))]
}

fn write_or_load_and_store(shared: &Cells, thread: usize) -> Vec<u32> {
    let x = &shared.cells[0];
    match thread {
        0 => vec![store(x, 1)],
        // Distinct values: an exchange shows which store comes before it.
        _ => vec![x.load(SeqCst), store(x, thread + 1)],
    }
}

fn exchange(shared: &Cells, from: usize, to: usize) -> u32 {
    let exchanged = shared.cells[0].compare_exchange(from as u32, to as u32, SeqCst, SeqCst);
    exchanged.unwrap_or_else(|found| found)
}

fn write_or_exchange(shared: &Cells, thread: usize) -> Vec<u32> {
    vec![if thread == 0 { store(&shared.cells[0], 2) } else { exchange(shared, 2, 3) }]
}

fn exchange_and_store(shared: &Cells, thread: usize) -> Vec<u32> {
    vec![exchange(shared, 0, 1), store(&shared.cells[0], thread + 3)]
}

fn coherence(shared: &Cells, thread: usize) -> Vec<u32> {
    let [x, y, z, ..] = &shared.cells;
    match thread {
        0 | 1 => {
            let other = if thread == 0 { y } else { z };
            vec![store(x, thread + 1), other.load(SeqCst), x.load(SeqCst)]
        }
        _ => vec![store(y, thread - 1), store(z, thread - 1)],
    }
}

fn write_and_loads(shared: &Cells, thread: usize) -> Vec<u32> {
    let x = &shared.cells[0];
    let mut reads = vec![store(x, thread + 1)];
    if thread == 1 {
        reads.extend([x.load(SeqCst), x.load(SeqCst)]);
    }
    reads
}

fn publish(shared: &Cells, thread: usize) -> Vec<u32> {
    let [data, flag, ..] = &shared.cells;
    if thread == 0 {
        return vec![store(data, 42), store(flag, 1)];
    }
    let failed = (0..=40).take_while(|_| flag.load(SeqCst) != 1).count() as u32;
    if failed > 40 { vec![failed] } else { vec![failed, data.load(SeqCst)] }
}

fn sieve(shared: &Cells, thread: usize) -> Vec<u32> {
    let mut reads = Vec::new();
    let array = &shared.cells;
    // Only whether a cell is 0 matters; distinct values show which store comes before an exchange.
    let mut values = 10 * thread + 1..;
    for at in 0..array.len() {
        reads.push(array[at].load(SeqCst));
        if reads.last() == Some(&0) {
            reads.push(store(&array[at], values.next().unwrap()));
            for multiple in (2 * at + 2..array.len()).step_by(at + 2) {
                reads.push(store(&array[multiple], values.next().unwrap()));
            }
        }
    }
    reads
}

fn locked(shared: &Cells) -> Vec<u32> {
    let mut count = shared.lock.lock().unwrap();
    *count += 1;
    vec![*count]
}

/// Two readers of four cells, and two writers of two cells each.
fn big(shared: &Cells, thread: usize) -> Vec<u32> {
    let [x, y, z, w, ..] = &shared.cells;
    let cells = match thread {
        0 => &[x, y, z, w, x, y, z][..],
        1 => &[x, y, z],
        2 => &[x, y],
        _ => &[z, w],
    };
    match thread {
        0 | 1 => cells.iter().map(|cell| cell.load(SeqCst)).collect(),
        _ => (1..=3).flat_map(|value| cells.iter().map(move |cell| store(cell, value))).collect(),
    }
}

const INTRODUCTION: &str = "\
## Preemptions

How many executions of some of these programs the search reaches that tries only schedules with at most 0, 1, 2, …
preemptions (`Explorer::max_preemptions`; the fallback of the complete search goes up to 3). The memory is sequentially
consistent. GenMC bounds its search in the same way. The last figure is that of all executions, except for `big0`, of
which the published figures go on to 69112, with 9 preemptions. A thread that keeps reading the same value gives way
to the others, as in the complete search, and that is no preemption: `publish` reaches one more execution without any.
";

pub(super) fn section() -> String {
    let text =
        |counts: &[usize]| counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let rows = results(&PROGRAMS, |program| {
        let found = program.explore();
        let is_more =
            found.iter().zip(program.published).all(|(found, published)| found >= published);
        let result = match found == program.published {
            true => "equal",
            false if is_more => "more",
            false => "fewer",
        };
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
