const SECRET: &str = r#include_str!("/etc/hostname");
