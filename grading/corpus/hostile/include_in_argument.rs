fn secret() -> String {
    format!("{}", include_str!("/etc/hostname"))
}
