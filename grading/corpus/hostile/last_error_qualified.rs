fn attack() {
    let _ = <std::io::Error>::last_os_error();
}
