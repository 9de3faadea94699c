const TEXT: &str = concat!(include_str!("/etc/passwd"), "");
