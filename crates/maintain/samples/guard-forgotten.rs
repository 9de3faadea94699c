pub fn reserve(&self) -> u32 {
    let mut cats = self.cats.lock().unwrap();
    *cats -= 1;
    drop(cats);
    let age = self.age.lock().unwrap();
    *age
}
