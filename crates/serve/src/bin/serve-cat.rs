//! `serve-cat`: the cat café of the exercise `cat`, on a real port.
use std::process::ExitCode;

#[cfg_attr(feature = "complete", path = "../../../../complete/cat.rs")]
#[cfg_attr(not(feature = "complete"), path = "../../../../exercises/cat.rs")]
#[allow(dead_code, unreachable_pub, reason = "the module is a program; only `handle` is used")]
mod cat;

const CATS: [(&str, &str); 6] = [
    ("Tom", "lazy"),
    ("Kitty", "playful"),
    ("Garfield", "lazy"),
    ("Duchess", "proud"),
    ("Salem", "sly"),
    ("Figaro", "playful"),
];

fn main() -> ExitCode {
    let list = cat::List::new(&CATS);
    let program = serve::Program {
        command: "cargo course serve cat",
        about: "a cat café over HTTP; an appointment lasts five seconds",
        examples: &[
            "curl -i URL/cats",
            "curl -i \"URL/cats?personality=lazy\"",
            "curl -i -X POST URL/reserve",
        ],
    };
    program.run(move |request| cat::handle(&list, request))
}
