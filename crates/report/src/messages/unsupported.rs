//! Why some code cannot be explored, and what to write instead.

use crate::op::Place;
use crate::source::file_line;

const IN_STATIC: &str = "Is it in a `static`? Create it in a function";

/// Data survives from one execution to the next.
pub fn surviving_state(type_name: &str, created: Place) -> String {
    let advice = match type_name {
        "Mutex" | "RwLock" => format!(
            "{IN_STATIC}, and pass it on in an `Arc` or by reference. Or have it created anew in \
             each run: `static …: LazyLock<{type_name}<…>> = LazyLock::new(|| {type_name}::new(…));`."
        ),
        "LazyLock" => "Its initializer owns data, so it can run only once. Create the `LazyLock` \
                       in the test body, or initialize it with a plain function."
            .to_owned(),
        _ => format!("{IN_STATIC}, and pass it on in an `Arc` or by reference."),
    };
    format!(
        "the {type_name} created at {} keeps its data from one run of the test to the next, so the \
         runs influence each other\n{advice}",
        file_line(created.file(), created.line())
    )
}

pub fn created_outside(type_name: &str) -> String {
    format!(
        "a {type_name} that was created before the test began is used inside it\n{IN_STATIC}, and pass it on."
    )
}

pub fn too_many_threads(limit: usize) -> String {
    format!(
        "more than {limit} threads in one interleaving that have not been joined, including the one that runs \
         the body"
    )
}

pub fn no_stack(error: &std::io::Error) -> String {
    format!("the system has no memory for the stack of another thread: {error}")
}
