//! A shared list is swapped out by one thread while another is adding to it.
use super::prelude::*;

pub(super) fn kubernetes89164(twin: Twin) {
    let pending = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for update in 0..2 {
            let pending = &pending;
            scope.spawn(move || {
                let mine = match twin {
                    Twin::Buggy => {
                        pending.lock().unwrap().clear();
                        pending.lock().unwrap().push(update);
                        mem::take(&mut *pending.lock().unwrap())
                    }
                    Twin::Repaired => {
                        let mut pending = pending.lock().unwrap();
                        pending.clear();
                        pending.push(update);
                        mem::take(&mut *pending)
                    }
                };
                assert_eq!(mine, [update]);
            });
        }
    });
}
