const SECRET: &str = include_str!("/etc/hostname");
