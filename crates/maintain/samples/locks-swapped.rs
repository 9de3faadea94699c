pub fn eat(&self) {
    let _left = self.left.lock().unwrap();
    let _right = self.right.lock().unwrap();
    chew();
}
