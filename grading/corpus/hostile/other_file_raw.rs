mod r#other;
