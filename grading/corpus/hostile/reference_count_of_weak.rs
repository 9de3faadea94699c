use std::sync::Weak;
fn attack() {
    let owner = std::sync::Arc::new(());
    std::mem::forget(std::sync::Arc::downgrade(&owner));
    let _age = Weak::weak_count(&std::sync::Arc::downgrade(&owner));
}
