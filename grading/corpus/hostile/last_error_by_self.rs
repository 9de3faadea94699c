trait Last {
    fn last() -> Self;
}
impl Last for std::io::Error {
    fn last() -> Self {
        Self::last_os_error()
    }
}
