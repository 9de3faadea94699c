pub fn eat(&self) {
    self.sit_down();
    let _fork = self.fork.lock().unwrap();
    self.chew();
}
