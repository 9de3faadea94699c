fn run() {
    let _ = std::process::Command::new("true").status();
}
