pub fn publish(&self) {
    self.data.store(1, Relaxed);
    fence(Release);
    self.ready.store(true, Relaxed);
}
