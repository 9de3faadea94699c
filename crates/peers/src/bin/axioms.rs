//! The long check of weak memory: litmus tests and generated programs, compared with the axioms.
use interleave::Coverage;
use peers::axioms::consistency::MemoryModel::{Cpp20, Rc11};
use peers::axioms::enumerate::{executions, outcomes};
use peers::axioms::generate;
use peers::axioms::interleave_peer::explore;
use peers::axioms::litmus::{Count, SHAPES};
use peers::axioms::loom_peer;
use peers::axioms::program::Program;
use peers::progress;
use std::fmt;
use std::process::ExitCode;

const HELP: &str = "\
Compares the outcomes of small atomic programs between interleave and the axioms of C++20.

Usage: axioms [PROGRAMS [FIRST]]
       axioms litmus
       axioms PROGRAM

Arguments:
  PROGRAMS     number of generated programs (default: 10000)
  FIRST        number of the first program (default: 0)
  litmus       run the classic litmus tests with every combination of orders, and with loom
  PROGRAM      print the outcomes of one program, such as 'Wx1.rlx Wy1.rel || Ry.acq Rx.rlx'

Options:
  -h, --help   print this help

An operation is R (read), W (write), U (add), C (compare-exchange) or F (fence), then the cell x, y
or z, the values and the order rlx, acq, rel, acqrel or sc. The exit code is 1 if there is a mismatch.

Examples:
  cargo run --release -p peers --bin axioms 2000
  cargo run --release -p peers --bin axioms litmus
  cargo run --release -p peers --bin axioms 'Wx1.sc Ry.sc || Wy1.sc Rx.sc'
";

/// Whether `interleave` contradicts the model.
fn differs(program: &Program) -> bool {
    let (found, coverage) = explore(program);
    let allowed = outcomes(program, Cpp20);
    if coverage.is_complete() { found != allowed } else { !found.is_subset(&allowed) }
}

fn show(program: &Program) {
    let (found, coverage) = explore(program);
    println!("{program}\n  interleave, {coverage}: {found:?}");
    let others = [
        ("C++20", outcomes(program, Cpp20)),
        ("RC11", outcomes(program, Rc11)),
        ("loom", loom_peer::outcomes(program)),
    ];
    for (name, theirs) in others {
        let only_theirs: Vec<_> = theirs.difference(&found).collect();
        let only_ours: Vec<_> = found.difference(&theirs).collect();
        let count = theirs.len();
        println!(
            "  {name}: {count} outcomes; only {name}: {only_theirs:?}; only interleave: {only_ours:?}"
        );
    }
}

fn generated(programs: u64, first: u64) -> ExitCode {
    let (mut mismatches, mut incomplete, mut equal_models) = (0, 0, 0);
    let mut work = Work::default();
    for number in first..first + programs {
        let program = generate::program(number);
        let (_, coverage) = explore(&program);
        match coverage.is_complete() {
            true => work.add(&coverage, executions(&program, Cpp20).len() as u64, number),
            false => incomplete += 1,
        }
        equal_models += u64::from(outcomes(&program, Cpp20) == outcomes(&program, Rc11));
        if differs(&program) {
            mismatches += 1;
            println!("program {number}:");
            show(&generate::shrink(number, differs));
        }
        progress::report(number + 1 - first, programs, "programs");
    }
    println!(
        "\n{programs} programs: {mismatches} mismatches; {incomplete} incomplete, because a thread \
         keeps reading a stale value; C++20 and RC11 agree on {equal_models}"
    );
    println!("{work}");
    if mismatches == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The executions of complete explorations beside the execution graphs of the model.
#[derive(Default)]
struct Work {
    graphs: u64,
    executions: u64,
    redundant: u64,
    /// How many programs had more executions than graphs.
    programs: u64,
    /// The number of the program with the most executions per graph, and both counts.
    worst: Option<(u64, u64, u64)>,
}

impl Work {
    fn add(&mut self, coverage: &Coverage, graphs: u64, program: u64) {
        let Coverage { executions, redundant, .. } = *coverage;
        self.graphs += graphs;
        self.executions += executions;
        self.redundant += redundant;
        let all = executions + redundant;
        self.programs += u64::from(all > graphs);
        if self.worst.is_none_or(|(_, most, of)| all * of > most * graphs) {
            self.worst = Some((program, all, graphs));
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { graphs, executions, redundant, programs, worst } = self;
        write!(
            f,
            "{graphs} graphs, {executions} executions, {redundant} redundant; {programs} programs \
             have more executions than graphs"
        )?;
        match worst {
            Some((number, all, graphs)) => {
                write!(f, "; most in program {number}: {all} for {graphs}")
            }
            None => Ok(()),
        }
    }
}

fn litmus() -> ExitCode {
    println!(
        "Outcomes compared with C++20, for each combination of orders that a shape leaves open.\n"
    );
    println!("{:26} combinations  interleave   loom   graphs  executions  redundant  shape", "");
    let mut mismatches = 0;
    for (done, shape) in (1..).zip(SHAPES) {
        let count = shape.count(true);
        mismatches += count.interleave[0] + count.interleave[1];
        let [interleave, loom] = [Some(count.interleave), count.loom].map(|count| match count {
            None => "-".to_owned(),
            Some([0, 0]) => "equal".to_owned(),
            Some([missing, forbidden]) => format!("-{missing} +{forbidden}"),
        });
        let Count { combinations, graphs, executions, redundant, .. } = count;
        println!(
            "{:26} {combinations:>12}  {interleave:>10}  {loom:>5}  {graphs:>7}  {executions:>10}  \
             {redundant:>9}  {}",
            shape.name, shape.text
        );
        progress::report(done, SHAPES.len() as u64, "shapes");
    }
    println!(
        "
equal      the outcomes are those of the model in every combination
-n +m      n combinations lack an allowed outcome; m have a forbidden one
-          not run, because loom takes too long
redundant  executions that were abandoned because they repeat others

In the model, program order and reads-from have no cycle: a load never reads a value that depends on
that load (LB). Neither engine shows load buffering. loom treats SeqCst as AcqRel, so it has
forbidden outcomes if all operations are SeqCst (SB, 2+2W, R, RWC). It also orders a store between
an update and the write that it reads (`S, update`; `release sequence, loom`), which the atomicity
of updates forbids."
    );
    if mismatches == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Option<Vec<u64>> = arguments.iter().map(|text| text.parse().ok()).collect();
    match (arguments.first().map(String::as_str), numbers) {
        (Some("-h" | "--help"), _) => print!("{HELP}"),
        (Some("litmus"), _) if arguments.len() == 1 => return litmus(),
        (_, Some(numbers)) if numbers.len() <= 2 => {
            let number = |at: usize, default| numbers.get(at).copied().unwrap_or(default);
            return generated(number(0, 10_000), number(1, 0));
        }
        _ => match arguments.join(" ").parse() {
            Ok(program) => show(&program),
            Err(error) => {
                eprintln!("error: {error}; see `axioms --help`");
                return ExitCode::from(2);
            }
        },
    }
    ExitCode::SUCCESS
}
