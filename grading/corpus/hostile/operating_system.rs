use std::os::fd::AsFd;
