pub fn look(&self) -> u32 {
    self.prices.read().unwrap()["tea"]
}
