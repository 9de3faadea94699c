pub fn eat(&self, left: usize, right: usize) {
    let _first = self.take(left.min(right));
    let _second = self.take(left.max(right));
}
