#[test]
fn one_loon_speaks() {
    assert_eq!(introduce(&[Loon::new("Bugs", 1)]).len(), 1);
}
