fn attack() {
    std::panic::resume_unwind(Box::new(0_u8));
}
