//! The long check of weak memory: litmus tests with every placement of orders, and thousands of small
//! programs, our engine against the axioms.
use peers::axioms::consistency::Model;
use peers::axioms::litmus::{Count, SHAPES};
use peers::axioms::program::Program;
use peers::axioms::{loom, ours, outcomes, small};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

const HELP: &str = "\
Compares the outcomes of small atomic programs: our engine, and the C++20 memory model by its axioms.

usage: axioms [PROGRAMS [FIRST]]
       axioms litmus
       axioms 'Wx1.rlx Wy1.rel || Ry.acq Rx.rlx'

  PROGRAMS   how many programs by chance (default 10000)
  FIRST      the number of the first (default 0)
  litmus     the classic litmus tests with every placement of orders, loom beside them
  a program  shows the outcomes of one that is written out
";

/// Whether our engine says something else than the model.
fn differs(program: &Program) -> bool {
    let found = ours::explore(program);
    let expected = outcomes(program, Model::Cpp20);
    if found.complete { found.outcomes != expected } else { !found.outcomes.is_subset(&expected) }
}

fn show(program: &Program) {
    println!("{program}");
    let found = ours::explore(program);
    let complete = if found.complete { "" } else { "not " };
    println!("  ours, {complete}complete in {} executions: {:?}", found.executions, found.outcomes);
    let peers =
        [Model::Cpp20, Model::Rc11].map(|model| (format!("{model:?}"), outcomes(program, model)));
    for (name, theirs) in peers.into_iter().chain([("loom".to_owned(), loom::outcomes(program))]) {
        let missing: Vec<_> = theirs.difference(&found.outcomes).collect();
        let more: Vec<_> = found.outcomes.difference(&theirs).collect();
        println!("  {name}: {}; we lack {missing:?}, we alone have {more:?}", theirs.len());
    }
}

/// Says how far it is: on a terminal in one line, otherwise in a line now and then.
fn progress(done: u64, of: u64, what: &str) {
    let is_terminal = io::stderr().is_terminal();
    let every = if is_terminal { 10 } else { 1000 };
    if done.is_multiple_of(every) || done == of {
        let (start, end) = if is_terminal { ("\r", "") } else { ("", "\n") };
        eprint!("{start}{done} of {of} {what}{end}");
        let _ = io::stderr().flush();
    }
}

fn programs(programs: u64, first: u64) -> ExitCode {
    let (mut wrong, mut bounded, mut as_rc11) = (0, 0, 0);
    for number in first..first + programs {
        let program = small::program(number);
        bounded += u64::from(!ours::explore(&program).complete);
        let [cpp20, rc11] = [Model::Cpp20, Model::Rc11].map(|model| outcomes(&program, model));
        as_rc11 += u64::from(cpp20 == rc11);
        if differs(&program) {
            wrong += 1;
            println!("program {number}:");
            show(&small::shrink(program, differs));
        }
        progress(number + 1 - first, programs, "programs");
    }
    println!(
        "\n{programs} programs: {wrong} quarrels; {bounded} not complete, for a thread reads an old \
         value again and again; {as_rc11} where C++20 and RC11 agree"
    );
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn litmus() -> ExitCode {
    println!("Outcomes beside those of C++20, for each placement of orders where none is named.\n");
    println!("{:26} placements   ours   loom   graphs  executions  given up  shape", "");
    let mut wrong = 0;
    for (at, shape) in SHAPES.iter().enumerate() {
        let count = shape.count(true);
        wrong += count.ours[0] + count.ours[1];
        let [ours, loom] = [Some(count.ours), count.loom].map(|counts| match counts {
            None => "-".to_owned(),
            Some([0, 0]) => "equal".to_owned(),
            Some([less, more]) => format!("-{less} +{more}"),
        });
        let Count { placements, graphs, executions, redundant, .. } = count;
        println!(
            "{:26} {placements:>10}  {ours:>5}  {loom:>5}  {graphs:>7}  {executions:>10}  \
             {redundant:>8}  {}",
            shape.name, shape.text
        );
        progress(at as u64 + 1, SHAPES.len() as u64, "shapes");
    }
    println!(
        "\nequal     the same outcomes as the model, for every placement
-n +m     n placements lack an outcome that the model allows, m have one that it forbids
-         not asked: loom needs long for these
given up  executions that turned out to repeat others

Program order and reads-from have no cycle in the model: a load never reads what only happens
because of that load (LB). loom does not show that either. It takes SeqCst for AcqRel, so it has too
much where all operations are SeqCst (SB, 2+2W, R, RWC); and it lets a store come between an update
and what the update reads (`S, update`, `the same, loom`): no atomic update does that."
    );
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    if arguments == ["litmus"] {
        return litmus();
    }
    let numbers: Result<Vec<u64>, _> = arguments.iter().map(|argument| argument.parse()).collect();
    match numbers {
        Ok(numbers) => programs(
            numbers.first().copied().unwrap_or(10_000),
            numbers.get(1).copied().unwrap_or(0),
        ),
        Err(_) => match arguments.join(" ").parse() {
            Ok(program) => {
                show(&program);
                ExitCode::SUCCESS
            }
            Err(message) => {
                eprintln!("error: {message}; see --help");
                ExitCode::FAILURE
            }
        },
    }
}
