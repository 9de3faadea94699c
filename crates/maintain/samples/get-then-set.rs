pub fn icon(&self, name: &str) -> Option<String> {
    self.loaded.get_or_init(&self.load).get(name).cloned()
}
