//! Two stages of an update are two critical sections, and a reader comes between them.
use crate::yardsticks::prelude::*;

#[derive(Default)]
struct Data {
    lock1: Mutex<()>,
    lock2: Mutex<()>,
    data1: AtomicU32,
    data2: AtomicU32,
}

impl Data {
    fn write(&self, twin: Twin) {
        let first = self.lock1.lock().unwrap();
        self.data1.store(1, SeqCst);
        // The repaired twin holds the first lock over both stages.
        let _first = (twin == Twin::Repaired).then_some(first);
        let _second = self.lock2.lock().unwrap();
        self.data2.store(self.data1.load(SeqCst) + 1, SeqCst);
    }

    fn read(&self, twin: Twin) {
        let first = self.lock1.lock().unwrap();
        let data1 = self.data1.load(SeqCst);
        if data1 == 0 {
            return;
        }
        let _first = (twin == Twin::Repaired).then_some(first);
        let data2 = {
            let _second = self.lock2.lock().unwrap();
            self.data2.load(SeqCst)
        };
        assert_eq!(data2, data1 + 1);
    }
}

pub(super) fn twostage(threads: usize, twin: Twin) {
    let data = Data::default();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| data.write(twin));
        }
        for _ in 0..threads {
            scope.spawn(|| data.read(twin));
        }
    });
}
