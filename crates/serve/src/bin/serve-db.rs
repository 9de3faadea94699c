//! `serve-db`: the key-value database of the exercise `db`, on a real port.
use std::process::ExitCode;

#[cfg_attr(feature = "complete", path = "../../../../complete/db.rs")]
#[cfg_attr(not(feature = "complete"), path = "../../../../exercises/db.rs")]
#[allow(dead_code, unreachable_pub, reason = "the module is a program; only `handle` is used")]
mod db;

fn main() -> ExitCode {
    let db = db::Db::new();
    let program = serve::Program {
        command: "cargo course serve db",
        about: "a small key-value database over HTTP; the data is lost when the server stops",
        examples: &[
            "curl -i -X PUT -d green URL/db/tea",
            "curl -i URL/db/tea",
            "curl -i -X POST URL/db/cups/increment",
            "curl -i -X DELETE URL/db/tea",
        ],
    };
    program.run(move |request| db::handle(&db, request))
}
