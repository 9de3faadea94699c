pub fn pays(&self, amount: u64) -> bool {
    let enough = self.balance >= amount && amount != 0;
    self.balance -= amount;
    enough && amount % 2 == 0
}
