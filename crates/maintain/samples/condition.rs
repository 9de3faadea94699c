pub fn take(&self, place: usize) -> u32 {
    if self.is_taken(place) {
        return 0;
    }
    match place {
        place if place > 9 => 1,
        _ => 2,
    }
}
