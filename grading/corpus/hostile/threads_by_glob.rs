use std::thread::*;
