type Result<T> = std::result::Result<T, std::num::ParseIntError>;
fn _read(text: &str) -> Result<u32> {
    text.parse()
}
