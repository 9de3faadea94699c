pub fn look(&self) -> u32 {
    *self.age.lock().unwrap_or_else(PoisonError::into_inner)
}
