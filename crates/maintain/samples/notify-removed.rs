pub fn close(&self) {
    self.closed.store(true, SeqCst);
    self.has_room.notify_all();
    self.has_item.notify_one();
}
