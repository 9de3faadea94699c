pub fn deposit(&self, amount: u64) {
    self.token.acquire();
    self.add(amount);
    self.token.release();
}
