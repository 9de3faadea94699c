//! Greedy shrinking: drop a thread, a statement or a condition for as long as the trouble remains.
use crate::program::{Program, Style};

/// The smallest program that `troubles` and that single steps lead to.
pub fn smallest(mut program: Program, troubles: impl Fn(&Program) -> bool) -> Program {
    while let Some(next) = smaller(&program).into_iter().find(&troubles) {
        program = next;
    }
    program
}

fn smaller(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    let mut propose = |change: &dyn Fn(&mut Program)| {
        let mut candidate = program.clone();
        change(&mut candidate);
        if candidate != *program {
            candidates.push(candidate);
        }
    };
    for thread in 0..program.threads.len() {
        propose(&|p| p.threads[thread].clear());
    }
    let last = program.threads.len() - 1;
    if last > 0 && program.parent(last).is_none() && program.threads[last].is_empty() {
        propose(&|p| {
            p.threads.pop();
            p.channels.iter_mut().for_each(|c| c.receiver = c.receiver.min(last as u8 - 1));
        });
    }
    for (thread, statements) in program.threads.iter().enumerate() {
        for (at, statement) in statements.iter().enumerate() {
            propose(&|p| {
                p.threads[thread].remove(at);
            });
            if statement.when.is_some() {
                propose(&|p| p.threads[thread][at].when = None);
            }
        }
    }
    propose(&|p| p.style = Style::Free);
    candidates
}
