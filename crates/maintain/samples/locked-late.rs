pub fn eat(&self) -> u32 {
    let _fork = self.fork.lock().unwrap();
    self.chew();
    self.meals()
}
