thread_local! {
    static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}
pub fn all(number: u32) -> String {
    assert!(number < 1_000, "too large: {number}");
    assert_ne!(number, 999);
    debug_assert!(matches!(number, 0..=998 if number != 5), "{}", line!());
    COUNT.with(|count| count.set(count.get() + 1));
    let numbers = vec![number; 3];
    let text = format!("{numbers:?} {:>4}", concat!("a", 1, stringify!(b)));
    if number == 7 {
        unreachable!("never {}", 7);
    }
    std::println!("{text}");
    eprint!("");
    text
}
