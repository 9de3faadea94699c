fn attack() {
    let _ = serde_json::json!({"a": std::env::vars().count()});
}
