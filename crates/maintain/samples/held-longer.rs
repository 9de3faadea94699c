pub fn get(&self, key: &str) -> u32 {
    let cell = self.cells.lock().unwrap().entry(key).or_default().clone();
    cell.compute()
}
