fn forever<'a>(text: &'a str) -> Box<dyn Iterator<Item = String>> {
    let mut items = std::iter::from_fn(|| -> Option<&'a str> { Some("") }).peekable();
    *items.peek_mut().unwrap() = text;
    Box::new(items.map(|text| text.to_string()))
}
