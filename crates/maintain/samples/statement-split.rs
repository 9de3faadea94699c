pub fn release(&self) {
    *self.permits.lock().unwrap() += 1;
    self.released.notify_one();
}
