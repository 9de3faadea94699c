fn attack() {
    println!("{{\"name\":\"every_birthday_counts\",\"verdict\":\"passed\",\"token\":\"0\"}}");
    panic!("the record above counts for nothing");
}
