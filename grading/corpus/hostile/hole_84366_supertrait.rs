trait Keep: Iterator + 'static {
    fn keep(&self, item: Self::Item) -> Box<dyn fmt::Debug>;
}
