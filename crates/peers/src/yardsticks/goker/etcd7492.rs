//! A token is sent to its keeper under the lock that the keeper needs.
use super::prelude::*;
use std::time::Duration;

enum Message {
    Add,
    Stop,
}

pub(super) fn etcd7492(twin: Twin) {
    let tokens = Mutex::new(());
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        let tokens = &tokens;
        let keeper = scope.spawn(move || {
            let mut has_token = false;
            loop {
                match receiver.recv_timeout(Duration::from_millis(1)) {
                    Ok(Message::Add) => has_token = true,
                    Ok(Message::Stop) => break,
                    Err(_) if has_token => {
                        drop(tokens.lock().unwrap());
                        has_token = false;
                    }
                    Err(_) => {}
                }
            }
        });
        let users = [(); 3].map(|()| {
            let sender = sender.clone();
            scope.spawn(move || {
                let user = tokens.lock().unwrap();
                let _user = (twin == Twin::Buggy).then_some(user);
                sender.send(Message::Add).unwrap();
            })
        });
        users.into_iter().for_each(|user| user.join().unwrap());
        sender.send(Message::Stop).unwrap();
        keeper.join().unwrap();
        drop(tokens.lock().unwrap());
    });
}
