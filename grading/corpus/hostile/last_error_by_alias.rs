type Problem = std::io::Error;
fn attack() {
    let _ = Problem::last_os_error();
}
