fn attack() {
    if let option_env!("HOME") = Some("") {}
}
