//! A thread that owns a value, and answers messages about it.
use std::cell::RefCell;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A message: what to do, and where to send the answer of a question.
enum Message {
    Write(u32),
    Read(u32, Sender<u64>),
}

/// The inbox of the thread. The thread ends when it is dropped.
pub(crate) struct Actor(Mutex<SyncSender<Message>>);

/// Room in the inbox. A bound makes writers as fast as the actor, and not faster.
const ROOM: usize = 256;

thread_local! {
    /// Each thread has one sender for each actor, and one channel for replies.
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
}

struct Client {
    inbox: SyncSender<Message>,
    reply: Sender<u64>,
    replies: Receiver<u64>,
}

impl Actor {
    /// Starts a thread that owns `value`.
    pub(crate) fn start<T: Send + 'static>(
        mut value: T,
        write: fn(&mut T, u32),
        read: fn(&T, u32) -> u64,
    ) -> Self {
        let (inbox, messages) = sync_channel(ROOM);
        thread::spawn(move || {
            for message in messages {
                match message {
                    Message::Write(key) => write(&mut value, key),
                    Message::Read(key, reply) => _ = reply.send(read(&value, key)),
                }
            }
        });
        Self(Mutex::new(inbox))
    }

    /// Sends a write without waiting for it, or asks a question and waits for the answer.
    pub(crate) fn perform(&self, key: u32, is_write: bool) {
        CLIENT.with_borrow_mut(|client| {
            let client = client.get_or_insert_with(|| {
                let inbox = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let (reply, replies) = channel();
                Client { inbox, reply, replies }
            });
            let message = match is_write {
                true => Message::Write(key),
                false => Message::Read(key, client.reply.clone()),
            };
            // The actor lives as long as its inbox.
            let _ = client.inbox.send(message);
            if !is_write {
                let _ = client.replies.recv();
            }
        });
    }
}
