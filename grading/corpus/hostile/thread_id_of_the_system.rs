use std::os::unix::thread::JoinHandleExt;
