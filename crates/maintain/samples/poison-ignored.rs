pub fn add(&self, amount: u64) {
    let mut sum = self.sum.lock().unwrap();
    *sum = sum.checked_add(amount).expect("room");
}

pub fn with(&self, look: impl Fn(u64) -> u64) -> u64 {
    look(*self.sum.lock().unwrap())
}

pub fn sum(&self) -> u64 {
    *self.sum.lock().unwrap()
}
