pub fn decode(byte: u8) -> u8 {
    match byte {
        b'+' => b' ',
        _ => byte,
    }
}
