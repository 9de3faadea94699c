pub fn eat(&self) {
    let _fork = self.fork.lock().unwrap();
    let mut meals = self.meals.lock().unwrap();
    *meals += 1;
}
