use test::Bencher;
