static NAMES: [&str; 2] = ["Bugs", "Daffy"];
static RATE: std::sync::LazyLock<u32> = std::sync::LazyLock::new(|| NAMES.len() as u32);
fn _rate() -> u32 {
    *RATE
}
