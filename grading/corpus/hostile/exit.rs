pub fn exit() {
    std::process::exit(0)
}
