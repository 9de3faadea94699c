pub fn fits(&self, order: &str) -> bool {
    !order.is_empty() && order.len() < 15
}
