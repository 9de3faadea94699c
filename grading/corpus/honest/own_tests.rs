#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_loon_speaks() {
        assert_eq!(introduce(&[Loon::new("Bugs", 1)]), ["Hi, I'm Bugs"]);
    }

    #[test]
    #[should_panic(expected = "no")]
    fn this_panics() {
        panic!("no");
    }

    #[test]
    fn a_wrong_test() {
        assert_eq!(1, 2);
    }
}
