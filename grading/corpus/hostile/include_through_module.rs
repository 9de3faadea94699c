mod tools { pub(super) use std::include_str as vec; }
const SECRET: &str = tools::vec!("/etc/hostname");
