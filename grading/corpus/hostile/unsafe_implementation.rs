struct Shared(*mut u8);
unsafe impl Send for Shared {}
