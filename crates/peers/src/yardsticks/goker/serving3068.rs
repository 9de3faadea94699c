//! A sender looks whether the work is closed, and sends in another critical section.
use super::prelude::*;

#[derive(Default)]
struct Work {
    is_closed: bool,
    jobs_after_the_end: u32,
}

pub(super) fn serving3068(twin: Twin) {
    let work = Mutex::new(Work::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..2 {
                let mut guard = work.lock().unwrap();
                if guard.is_closed {
                    return;
                }
                if twin == Twin::Buggy {
                    drop(guard);
                    guard = work.lock().unwrap();
                }
                guard.jobs_after_the_end += u32::from(guard.is_closed);
            }
        });
        work.lock().unwrap().is_closed = true;
    });
    assert_eq!(work.into_inner().unwrap().jobs_after_the_end, 0);
}
