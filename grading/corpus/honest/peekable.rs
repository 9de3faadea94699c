fn _words(text: &str) -> usize {
    let mut all = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = all.next() {
        count += usize::from(c != ' ' && all.peek().is_none_or(|next| *next == ' '));
    }
    count
}
