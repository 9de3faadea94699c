pub fn birthday(&self) {
    let mut age = self.age.lock().unwrap();
    *age += 1;
}
