//! What a job writes: the beginning is kept, and everything is counted.
use std::os::fd::{AsRawFd, OwnedFd};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::socket::{MsgFlags, Shutdown, send, shutdown};
use nix::unistd::read;

/// How much of each stream is kept.
const KEPT: usize = 1 << 20;

/// A stream of a job.
#[derive(Debug)]
pub(crate) struct Output {
    /// `None` at its end.
    pub(crate) from: Option<OwnedFd>,
    kept: Vec<u8>,
    /// All bytes so far.
    pub(crate) count: u64,
}

impl Output {
    pub(crate) fn new(from: OwnedFd) -> Self {
        let _ = fcntl(&from, FcntlArg::F_SETFL(OFlag::O_NONBLOCK));
        Self { from: Some(from), kept: Vec::new(), count: 0 }
    }

    /// Reads what is there, but not more than a few buffers, so that the supervisor looks at the clock.
    pub(crate) fn read(&mut self) {
        let mut buffer = [0; 1 << 16];
        for _ in 0..16 {
            let Some(from) = &self.from else { return };
            match read(from, &mut buffer) {
                Ok(0) => self.from = None,
                Ok(count) => {
                    self.count += count as u64;
                    let room = KEPT.saturating_sub(self.kept.len()).min(count);
                    self.kept.extend_from_slice(&buffer[..room]);
                }
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                // The other end is gone.
                Err(_) => self.from = None,
            }
        }
    }

    pub(crate) fn into_text(self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }
}

/// What a job reads from its socket.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    rest: &'a [u8],
    is_open: bool,
}

impl<'a> Input<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), is_open: true }
    }

    /// Whether something has to be sent.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Sends what the socket takes without waiting. At the end, the job sees the end of the input.
    pub(crate) fn send(&mut self, socket: Option<&OwnedFd>) {
        let Some(socket) = socket else {
            self.is_open = false;
            return;
        };
        while self.is_open && !self.rest.is_empty() {
            match send(socket.as_raw_fd(), self.rest, MsgFlags::empty()) {
                Ok(count) => self.rest = &self.rest[count..],
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                // The job has ended without reading it.
                Err(_) => self.is_open = false,
            }
        }
        if self.is_open {
            let _ = shutdown(socket.as_raw_fd(), Shutdown::Write);
            self.is_open = false;
        }
    }
}
