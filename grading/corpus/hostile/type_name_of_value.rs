fn attack() {
    let _ = std::any::type_name_of_val(&1);
}
