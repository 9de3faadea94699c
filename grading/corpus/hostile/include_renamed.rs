use std::include_str as text;
const SECRET: &str = text!("/etc/hostname");
