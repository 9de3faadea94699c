fn attack() {
    for _ in 0..1_000_000 {
        eprint!("{}", "no line ends here, and there are many of them; ".repeat(30));
    }
}
