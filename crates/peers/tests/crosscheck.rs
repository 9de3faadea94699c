//! The quick cross-check: three hundred generated programs, and every theme agrees.
use peers::compare::{Answer, Limits, Peer, compare};
use peers::generate;

const PROGRAMS: u64 = 300;

#[test]
fn engines_and_model_agree_on_generated_programs() {
    let limits = Limits { executions: 300, only: None };
    let mut quarrels = Vec::new();
    let mut compared = [0_u64; 2];
    for number in 0..PROGRAMS {
        let (theme, program) = generate::program(number);
        match compare(&program, limits) {
            Err(quarrel) => quarrels.push(format!("program {number} ({theme:?}): {quarrel}")),
            Ok(answers) => {
                for (peer, answer) in answers {
                    if matches!(answer, Answer::All(_)) {
                        compared[0] += u64::from(peer == Peer::Ours);
                        compared[1] += u64::from(peer == Peer::Shuttle);
                    }
                }
            }
        }
    }
    assert!(quarrels.is_empty(), "{} of {PROGRAMS}\n{}", quarrels.len(), quarrels.join("\n"));
    let [ours, shuttle] = compared;
    assert!(ours * 10 >= PROGRAMS * 9, "our search finished only {ours} of {PROGRAMS} programs");
    assert!(shuttle * 3 >= PROGRAMS, "shuttle compared only {shuttle} of {PROGRAMS} programs");
}
