//! Keys as they are pressed, without Enter.

#[cfg(unix)]
pub(crate) use unix::RawMode;

#[cfg(unix)]
mod unix {
    use std::io::stdin;

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    /// As long as this value exists, keys are neither buffered nor echoed.
    #[derive(Debug)]
    pub(crate) struct RawMode(Option<Termios>);

    impl RawMode {
        pub(crate) fn start() -> Self {
            let original = tcgetattr(stdin()).ok();
            if let Some(mut modes) = original.clone() {
                modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
                // Without it the player has to press Enter.
                let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
            }
            Self(original)
        }
    }

    impl Drop for RawMode {
        fn drop(&mut self) {
            if let Some(original) = &self.0 {
                let _ = tcsetattr(stdin(), OptionalActions::Now, original);
            }
        }
    }
}

#[cfg(not(unix))]
pub(crate) use other::RawMode;

#[cfg(not(unix))]
mod other {
    /// The player presses Enter after each key.
    #[derive(Debug)]
    pub(crate) struct RawMode;

    impl RawMode {
        pub(crate) fn start() -> Self {
            Self
        }
    }
}
