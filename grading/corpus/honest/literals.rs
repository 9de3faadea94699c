pub fn all() -> usize {
    let text = "\u{1F600}\x41\n\\\"";
    let c = ['\'', '"', '\u{e9}', 'a'];
    let bytes = b"\xff\"";
    let byte = b'\'';
    let number = 0xFF_u64 + 0b1010 + 0o17 + 1_000;
    let float = 1e3_f64 + 1. + 2.5E-3;
    let c_string = c"text".count_bytes();
    text.len() + c.len() + bytes.len() + usize::from(byte) + number as usize + float as usize + c_string
}
