fn _fail() -> std::io::Result<()> {
    Err(std::io::Error::other("no file"))
}
