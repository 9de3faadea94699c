//! Each constraint is validated by a thread that reads the variable of the loop.
use super::prelude::*;

pub(super) fn cockroach35501(twin: Twin) {
    let constraints = ["check", "unique"];
    let (current, validated) =
        (AtomicUsize::new(0), [AtomicBool::new(false), AtomicBool::new(false)]);
    thread::scope(|scope| {
        for index in 0..constraints.len() {
            current.store(index, SeqCst);
            let (current, validated) = (&current, &validated);
            scope.spawn(move || {
                let index = if twin == Twin::Buggy { current.load(SeqCst) } else { index };
                validated[index].store(true, SeqCst);
            });
        }
    });
    for (constraint, validated) in constraints.iter().zip(validated) {
        assert!(validated.into_inner(), "{constraint} was not validated");
    }
}
