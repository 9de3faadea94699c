const SECRET: &str = std::include_str!("/etc/hostname");
