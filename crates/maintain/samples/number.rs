pub fn next(&self, place: usize) -> usize {
    (place + 1) % self.seats
}
