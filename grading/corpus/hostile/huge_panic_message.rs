fn attack() {
    panic!("{}", "no end in sight \u{202e}\u{fffe}\u{1b}[2J".repeat(2_000_000));
}
