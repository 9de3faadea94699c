//! What a job writes: the beginning is kept, and everything is counted.
use std::os::fd::OwnedFd;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
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
