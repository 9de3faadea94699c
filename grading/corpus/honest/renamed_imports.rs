use std::sync::Mutex as Lock;
use std::sync::mpsc::{self as channel, Sender as Tx};
use std::{fmt as text, sync as s};
pub fn lock() -> (Lock<u8>, Option<Tx<u8>>, s::Arc<u8>) {
    let _ = channel::channel::<u8>();
    let _: Option<text::Error> = None;
    (Lock::new(1), None, s::Arc::new(1))
}
