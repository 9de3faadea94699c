pub fn older(a: u32, b: u32) -> u32 {
    core::cmp::max(a, b)
}
