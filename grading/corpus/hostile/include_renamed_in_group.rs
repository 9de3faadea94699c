use std::{fmt as text_format, include_str as text};
const SECRET: &str = text!("/etc/hostname");
