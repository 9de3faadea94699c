pub fn close(self) {
    drop(self.inbox);
    self.thread.join().unwrap();
}
