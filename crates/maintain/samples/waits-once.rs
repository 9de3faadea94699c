pub fn acquire(&self) {
    let permits = self.permits.lock().unwrap();
    *self.released.wait_while(permits, |permits| *permits == 0).unwrap() -= 1;
}
