//! What is said to who writes an exercise.

/// What was written, and the six steps from there.
pub(crate) fn steps(name: &str) -> String {
    format!(
        "{name} is begun: it compiles, and its counter gives a number twice.\n\
         `cargo course verify` stays red until it is whole. The six steps:\n\
         \x20 1  exercises/{name}.rs: what a beginner would really write, wrong in one way\n\
         \x20 2  complete/{name}.rs: the answer; same imports, signatures and order.\n\
         \x20    Then: cargo course snapshots --starters\n\
         \x20 3  tests/{name}.rs: every sentence of the task, too little and too much\n\
         \x20 4  course/{name}/exercise.toml: title, three hints, the contract, what the\n\
         \x20    starter fails; its chapter in course/catalog.toml\n\
         \x20 5  course/{name}/mutants/*.patch: the mistakes that people make;\n\
         \x20    course/{name}/alternatives/*.rs: right answers of other designs\n\
         \x20 6  cargo course snapshots {name}, read, --accept; then cargo course verify\n\
         CONTRIBUTING.md says more about each. What it says now:\n\
         \x20 cargo course test {name}\n"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_steps_read_well() {
        let text = super::steps("elevator");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        insta::assert_snapshot!(text);
    }
}
