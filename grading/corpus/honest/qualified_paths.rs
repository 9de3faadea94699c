type Problem = <u32 as std::str::FromStr>::Err;
fn _read(text: &str) -> Result<u32, Problem> {
    <u32 as std::str::FromStr>::from_str(text)
}
