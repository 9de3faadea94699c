const SECRET: &str = core::include_str!("/etc/hostname");
