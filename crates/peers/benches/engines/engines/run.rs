//! Runs a model on one engine. Each engine compiles this file as its child.
use super::std_api::sync::Mutex;
use super::std_api::sync::atomic::{AtomicU8, Ordering::SeqCst};
use super::std_api::thread;
use crate::model::Model;
use std::sync::Arc;

/// Runs `model` once and returns whether it succeeded.
pub(super) fn run(model: Model) -> bool {
    match model {
        Model::Coffee { writers, bytes, guarded } => coffee(writers, bytes, guarded),
        Model::Cat { customers, appointments, guarded } => cat(customers, appointments, guarded),
    }
}

fn coffee(writers: u8, bytes: u8, guarded: bool) -> bool {
    struct Board {
        lock: Mutex<()>,
        cells: Vec<AtomicU8>,
    }
    let cells = (0..bytes).map(|_| AtomicU8::new(0)).collect();
    let board = Arc::new(Board { lock: Mutex::new(()), cells });
    let writers: Vec<_> = (1..=writers)
        .map(|order| {
            let board = Arc::clone(&board);
            thread::spawn(move || {
                let _guard = guarded.then(|| board.lock.lock().unwrap());
                for cell in &board.cells {
                    cell.store(order, SeqCst);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let first = board.cells[0].load(SeqCst);
    board.cells.iter().all(|cell| cell.load(SeqCst) == first)
}

fn cat(customers: u8, appointments: bool, guarded: bool) -> bool {
    struct List {
        free: Mutex<Vec<bool>>,
        reserved: Vec<AtomicU8>,
    }
    let cats = usize::from(customers - 1);
    let list = Arc::new(List {
        free: Mutex::new(vec![true; cats]),
        reserved: (0..cats).map(|_| AtomicU8::new(0)).collect(),
    });
    let customers: Vec<_> = (0..customers)
        .map(|_| {
            let list = Arc::clone(&list);
            thread::spawn(move || {
                let mut free = list.free.lock().unwrap();
                let cat = free.iter().position(|free| *free)?;
                if !guarded {
                    drop(free);
                    free = list.free.lock().unwrap();
                }
                free[cat] = false;
                drop(free);
                let before = list.reserved[cat].fetch_add(1, SeqCst);
                let appointment = appointments.then(|| {
                    let list = Arc::clone(&list);
                    thread::spawn(move || {
                        list.reserved[cat].fetch_sub(1, SeqCst);
                        list.free.lock().unwrap()[cat] = true;
                    })
                });
                Some((before == 0, appointment))
            })
        })
        .collect();
    let reserved: Vec<_> = customers.into_iter().filter_map(|c| c.join().unwrap()).collect();
    reserved.into_iter().fold(true, |succeeded, (alone, appointment)| {
        if let Some(appointment) = appointment {
            appointment.join().unwrap();
        }
        succeeded && alone
    })
}
