use std::os::fd::{FromRawFd, OwnedFd};
