//! A thread owns the board. Others send it orders, with a channel for the reply.
use std::sync::mpsc::{Sender, channel};
use std::thread;

type Order = (&'static str, Sender<String>);

pub fn main() {
    let (inbox, orders) = channel::<Order>();
    let barista = thread::spawn(move || {
        let mut board = String::new();
        for (order, reply) in orders {
            board.clear();
            board.push_str(order);
            let _ = reply.send(board.clone());
        }
    });
    let ask = |order| {
        let (reply, answer) = channel();
        inbox.send((order, reply)).unwrap();
        answer.recv().unwrap()
    };
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(ask("tea"), "tea"));
        scope.spawn(|| assert_eq!(ask("oat"), "oat"));
    });
    drop(inbox);
    barista.join().unwrap();
}
