//! The long check of weak memory: thousands of small programs, our engine against the axioms.
use peers::axioms::consistency::Model;
use peers::axioms::program::Program;
use peers::axioms::{ours, outcomes, small};
use std::process::ExitCode;

const HELP: &str = "\
Compares the outcomes of small atomic programs: our engine, and the C11 memory model by its axioms.

usage: axioms [PROGRAMS [FIRST]]
       axioms 'Wx1.rlx Wy1.rel || Ry.acq Rx.rlx'

  PROGRAMS   how many programs (default 10000)
  FIRST      the number of the first (default 0)
  a program  shows the outcomes of one that is written out
";

/// Whether our engine says something else than it promises.
fn differs(program: &Program) -> bool {
    let (found, complete) = ours::outcomes(program);
    let expected = outcomes(program, Model::Cpp20);
    if complete { found != expected } else { !found.is_subset(&expected) }
}

fn show(program: &Program) {
    println!("{program}");
    let (found, complete) = ours::outcomes(program);
    println!("  ours ({}complete): {found:?}", if complete { "" } else { "not " });
    for model in [Model::OneOrder, Model::Cpp20, Model::Rc11] {
        let allowed = outcomes(program, model);
        let missing: Vec<_> = allowed.difference(&found).collect();
        let more: Vec<_> = found.difference(&allowed).collect();
        println!(
            "  {model:?}: {} outcomes; missing {missing:?}, not allowed {more:?}",
            allowed.len()
        );
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let numbers: Result<Vec<u64>, _> = arguments.iter().map(|argument| argument.parse()).collect();
    let Ok(numbers) = numbers else {
        return match arguments.join(" ").parse() {
            Ok(program) => {
                show(&program);
                ExitCode::SUCCESS
            }
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
        };
    };
    let programs = numbers.first().copied().unwrap_or(10_000);
    let first = numbers.get(1).copied().unwrap_or(0);
    let (mut wrong, mut bounded, mut stronger, mut as_rc11) = (0, 0, 0, 0);
    for number in first..first + programs {
        let program = small::program(number);
        bounded += u64::from(!ours::outcomes(&program).1);
        let [one, cpp20, rc11] =
            [Model::OneOrder, Model::Cpp20, Model::Rc11].map(|model| outcomes(&program, model));
        stronger += u64::from(one != cpp20);
        as_rc11 += u64::from(cpp20 == rc11);
        if differs(&program) {
            wrong += 1;
            println!("program {number}:");
            show(&small::shrink(program, differs));
        }
    }
    println!(
        "{programs} programs: {wrong} quarrels; {bounded} not complete; {stronger} where the model \
         allows more than one order shows; {as_rc11} where C++20 and RC11 agree"
    );
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
