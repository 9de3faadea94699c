pub fn deposit(&self, amount: u64) -> u64 {
    let mut balance = self.balance.lock().unwrap();
    *balance += amount;
    *balance
}
