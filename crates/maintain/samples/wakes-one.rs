pub fn close(&self) {
    self.closed.store(true, SeqCst);
    self.has_item.notify_all();
}
