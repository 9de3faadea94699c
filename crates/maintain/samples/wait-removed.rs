pub fn acquire(&self) {
    let mut permits = self.permits.lock().unwrap();
    while *permits == 0 {
        permits = self.released.wait(permits).unwrap();
    }
    *self.empty.wait_while(permits, |permits| *permits > 0).unwrap() -= 1;
}
