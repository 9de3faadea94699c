use std::include_str as vec;
const SECRET: &str = vec!("/etc/hostname");
