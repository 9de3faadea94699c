mod io {
    pub fn stdin() -> u32 {
        1
    }
}
pub fn number() -> u32 {
    io::stdin()
}
