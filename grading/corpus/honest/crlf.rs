pub fn one() -> u32 {
    // a comment
    let text = "a\
        b";
    text.len() as u32
}
