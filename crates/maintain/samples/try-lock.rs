pub fn look(&self) -> u32 {
    *self.age.lock().unwrap() + *self.name.read().unwrap()
}
