use std::prelude::v1::include_str as text;
const SECRET: &str = text!("/etc/hostname");
