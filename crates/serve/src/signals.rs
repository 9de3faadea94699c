//! Ctrl-C and its relatives.
use std::io;

/// Listens for the signals that ask a program to end, from its creation on.
pub(crate) struct Signals {
    interrupt: Interrupt,
    terminate: Terminate,
}

#[cfg(unix)]
use tokio::signal::unix::{Signal as Interrupt, Signal as Terminate};
#[cfg(windows)]
use tokio::signal::windows::{CtrlBreak as Terminate, CtrlC as Interrupt};

impl Signals {
    /// Ctrl-C and SIGTERM. Must be called inside a tokio runtime.
    #[cfg(unix)]
    pub(crate) fn listen() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Ctrl-C and Ctrl-Break. Must be called inside a tokio runtime.
    #[cfg(windows)]
    pub(crate) fn listen() -> io::Result<Signals> {
        use tokio::signal::windows::{ctrl_break, ctrl_c};
        Ok(Signals { interrupt: ctrl_c()?, terminate: ctrl_break()? })
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
