pub fn close(&self) {
    self.closed = true;
    self.items.clear();
    self.count += 1;
}
