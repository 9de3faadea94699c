pub fn raise(&self) {
    for price in self.prices.write().unwrap().values_mut() {
        *price += 1;
    }
}
