//! A state is read, and the functions that look something up in it read it again.
use super::prelude::*;

pub(super) fn kubernetes62464(twin: Twin) {
    let state = RwLock::new(0);
    let look_up = || match twin {
        Twin::Buggy => drop(state.read().unwrap()),
        Twin::Repaired => {}
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            let _state = state.read().unwrap();
            // Not found, so it looks for the default.
            look_up();
            look_up();
        });
        scope.spawn(|| {
            drop(state.read().unwrap());
            *state.write().unwrap() += 1;
        });
    });
}
