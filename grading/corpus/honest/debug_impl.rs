pub struct Quiet;
impl fmt::Debug for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quiet").finish_non_exhaustive()
    }
}
impl Drop for Quiet {
    fn drop(&mut self) {}
}
