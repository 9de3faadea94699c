//! Mutual exclusion without read-modify-write operations.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 6] = [
    program("dekker_f", "", 3, dekker),
    program("dekker2-fixed", "n = 2", 6, || dekker2(2)),
    program("peterson", "", 22, || peterson(Release, Acquire)),
    program("peterson-sc", "", 4, || peterson(SeqCst, SeqCst)),
    program("lamport", "", 16, lamport),
    program("szymanski", "", 6, szymanski),
];

fn dekker() -> bool {
    let [x, y, critical] = &[const { AtomicU32::new(0) }; 3];
    threads::each(2, |thread| {
        let (mine, other) = if thread == 0 { (y, x) } else { (x, y) };
        let value = 1 - thread as u32;
        mine.store(1, Relaxed);
        fence(SeqCst);
        if other.load(Relaxed) == 0 {
            critical.store(value, Relaxed);
            assert_eq!(critical.load(Relaxed), value);
        }
        Some(())
    })
}

fn dekker2(rounds: u32) -> bool {
    let [x, y] = &[const { AtomicU32::new(0) }; 2];
    let entered = &[const { AtomicU32::new(0) }; 2];
    threads::each(4, |thread| {
        if thread < 2 {
            let (mine, other) = if thread == 0 { (y, x) } else { (x, y) };
            mine.store(1, SeqCst);
            if other.load(SeqCst) == 0 {
                entered[thread].store(1, Relaxed);
            }
        } else if entered.iter().all(|entered| entered.load(Relaxed) != 0) {
            for round in 0..rounds {
                match thread {
                    2 => x.store(round, Relaxed),
                    _ => _ = x.load(Relaxed),
                }
            }
        }
        Some(())
    })
}

fn peterson(store: Ordering, load: Ordering) -> bool {
    let (flags, turn, x) = ([0, 0].map(AtomicU32::new), AtomicU32::new(0), AtomicU32::new(0));
    threads::each(2, |thread| {
        let (mine, other) = (&flags[thread], &flags[1 - thread]);
        let favored = 1 - thread as u32;
        mine.store(1, store);
        turn.store(favored, store);
        assume(other.load(load) != 1 || turn.load(load) != favored)?;
        x.store(thread as u32, store);
        x.load(load);
        mine.store(0, store);
        Some(())
    })
}

fn lamport() -> bool {
    let (flags, x, y) = ([0, 0, 0].map(AtomicU32::new), AtomicU32::new(0), AtomicU32::new(0));
    threads::each(2, |thread| {
        let me = thread as u32 + 1;
        let mine = &flags[thread + 1];
        loop {
            mine.store(1, SeqCst);
            x.store(me, SeqCst);
            if y.load(SeqCst) != 0 {
                mine.store(0, SeqCst);
                assume(y.load(SeqCst) == 0)?;
                continue;
            }
            y.store(me, SeqCst);
            if x.load(SeqCst) == me {
                break;
            }
            mine.store(0, SeqCst);
            for flag in &flags[1..] {
                assume(flag.load(SeqCst) == 0)?;
            }
            if y.load(SeqCst) == me {
                break;
            }
            assume(y.load(SeqCst) == 0)?;
        }
        y.store(0, SeqCst);
        mine.store(0, SeqCst);
        Some(())
    })
}

fn szymanski() -> bool {
    let (flags, x) = ([0, 0].map(AtomicU32::new), AtomicU32::new(0));
    threads::each(2, |thread| {
        let (mine, other) = (&flags[thread], &flags[1 - thread]);
        let enter = |stage| {
            mine.store(stage, Relaxed);
            fence(SeqCst);
        };
        enter(1);
        assume(other.load(Relaxed) < 3)?;
        enter(3);
        if other.load(Relaxed) == 1 {
            enter(2);
            assume(other.load(Relaxed) == 4)?;
        }
        enter(4);
        assume(other.load(Relaxed) < 2)?;
        x.store(thread as u32, Relaxed);
        x.load(Relaxed);
        assert_eq!(x.load(Relaxed), thread as u32);
        fence(SeqCst);
        assume(other.load(Relaxed) < 2 || other.load(Relaxed) > 3)?;
        mine.store(0, Relaxed);
        Some(())
    })
}
