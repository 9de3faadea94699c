pub fn withdraw(&self, amount: u64) -> Result<bool, String> {
    self.balance.take(amount)
}

pub fn deposit(&self, amount: u64) {
    self.balance.add(amount);
}

pub fn name(&self) -> Option<&str> {
    self.name.get()
}
