pub fn pop(&self) {
    let mut items = self.items.lock().unwrap();
    while items.is_empty() {
        items = self.has_item.wait(items).unwrap();
    }
}
