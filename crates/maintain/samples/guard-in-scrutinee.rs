pub fn get(&self, key: &str) -> u32 {
    let cell = self.cells.lock().unwrap().get(key).cloned();
    match cell {
        Some(cell) => cell.wait(),
        None => 0,
    }
}
