//! Keys as they are pressed, without Enter. The terminal is restored on drop.
use std::io::{IsTerminal, stdin, stdout};

/// Returns whether the user can press keys and see their effect.
pub(crate) fn are_available() -> bool {
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

    /// As long as this value exists, keys are neither buffered nor echoed. Ctrl-C still sends a signal, and output
    /// is processed as usual, so that a child's output is displayed correctly.
    #[derive(Debug)]
    pub(crate) struct Keys {
        original: Termios,
    }

    impl Keys {
        pub(crate) fn start(sender: Sender<Event>) -> io::Result<Self> {
            let original = tcgetattr(stdin())?;
            let mut modes = original.clone();
            modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
            tcsetattr(stdin(), OptionalActions::Now, &modes)?;
            thread::spawn(move || {
                let mut key = [0];
                while stdin().lock().read(&mut key).is_ok_and(|count| count == 1) {
                    if sender.send(Event::Key(char::from(key[0]))).is_err() {
                        return;
                    }
                }
                // At the end of the input no more keys will come.
                let _ = sender.send(Event::Quit);
            });
            Ok(Self { original })
        }
    }

    impl Drop for Keys {
        fn drop(&mut self) {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &self.original);
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

    #[derive(Debug)]
    pub(crate) struct Keys;

    impl Keys {
        pub(crate) fn start(sender: Sender<Event>) -> io::Result<Self> {
            thread::spawn(move || {
                let term = Term::stdout();
                loop {
                    let event = match term.read_key_raw() {
                        Ok(Key::Char(key)) => Event::Key(key),
                        Ok(Key::Enter) => Event::Key('\n'),
                        Ok(Key::CtrlC) | Err(_) => Event::Quit,
                        Ok(_) => continue,
                    };
                    if sender.send(event).is_err() || event == Event::Quit {
                        return;
                    }
                }
            });
            Ok(Self)
        }
    }
}
