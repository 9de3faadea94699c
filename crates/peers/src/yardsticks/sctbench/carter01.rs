//! The lock `m` is released and taken again while `l` is held, and `l` is taken while `m` is held.
use crate::yardsticks::prelude::*;

fn enter_and_leave(m: &Mutex<[u32; 2]>, l: &Mutex<()>, who: usize, twin: Twin) {
    let mut count = m.lock().unwrap();
    count[who] += 1;
    let inner: Option<MutexGuard<'_, ()>> = (count[who] == 1).then(|| l.lock().unwrap());
    if twin == Twin::Buggy {
        drop(count);
        count = m.lock().unwrap();
    }
    count[who] -= 1;
    if count[who] == 0 {
        drop(inner);
    }
}

pub(super) fn carter01(twin: Twin) {
    let (m, l) = (Mutex::new([0; 2]), Mutex::new(()));
    thread::scope(|scope| {
        scope.spawn(|| enter_and_leave(&m, &l, 0, twin));
        scope.spawn(|| enter_and_leave(&m, &l, 1, twin));
        scope.spawn(|| ());
        scope.spawn(|| ());
    });
}
