//! Keys as they are pressed, without Enter. The terminal is as it was when this ends, however it ends.
use std::io::{IsTerminal, stdin, stdout};

/// Whether somebody can press keys and see what comes of it.
pub(crate) fn are_there() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

#[cfg(unix)]
pub(crate) use unix::Keys;

#[cfg(unix)]
mod unix {
    use std::io::{self, Read, stdin};
    use std::sync::mpsc::Sender;
    use std::thread;

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    use crate::events::Event;

    /// While it lives, keys come at once and unseen. Ctrl-C stays Ctrl-C, and lines end as ever, so
    /// that what a child prints looks as it should.
    #[derive(Debug)]
    pub(crate) struct Keys {
        before: Termios,
    }

    impl Keys {
        pub(crate) fn start(to: Sender<Event>) -> io::Result<Self> {
            let before = tcgetattr(stdin())?;
            let mut modes = before.clone();
            modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
            tcsetattr(stdin(), OptionalActions::Now, &modes)?;
            thread::spawn(move || {
                let mut key = [0];
                // At the end of the input nobody presses keys any more.
                while stdin().lock().read(&mut key).is_ok_and(|count| count == 1) {
                    if to.send(Event::Key(char::from(key[0]))).is_err() {
                        return;
                    }
                }
                let _ = to.send(Event::Quit);
            });
            Ok(Self { before })
        }
    }

    impl Drop for Keys {
        fn drop(&mut self) {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
        }
    }
}

#[cfg(not(unix))]
pub(crate) use other::Keys;

#[cfg(not(unix))]
mod other {
    use std::io;
    use std::sync::mpsc::Sender;
    use std::thread;

    use console::{Key, Term};

    use crate::events::Event;

    /// While it lives, keys come at once.
    #[derive(Debug)]
    pub(crate) struct Keys;

    impl Keys {
        pub(crate) fn start(to: Sender<Event>) -> io::Result<Self> {
            thread::spawn(move || {
                let term = Term::stdout();
                loop {
                    let event = match term.read_key_raw() {
                        Ok(Key::Char(key)) => Event::Key(key),
                        Ok(Key::Enter) => Event::Key('\n'),
                        Ok(Key::CtrlC) | Err(_) => Event::Quit,
                        Ok(_) => continue,
                    };
                    if to.send(event).is_err() || event == Event::Quit {
                        return;
                    }
                }
            });
            Ok(Self)
        }
    }
}
