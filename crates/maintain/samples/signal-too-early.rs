pub fn work(&self, reply: Sender<u32>) {
    self.served.fetch_add(1, SeqCst);
    let _ = reply.send(1);
    self.write();
    self.ready.store(true, SeqCst);
}
