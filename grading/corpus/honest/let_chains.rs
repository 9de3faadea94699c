fn _first(text: &str) -> Option<char> {
    if let Some(c) = text.chars().next()
        && c.is_alphabetic()
    {
        return Some(c);
    }
    None
}
