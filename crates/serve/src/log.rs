//! One short line a request on stderr.
use std::io::{self, Write as _};

use http::{Method, StatusCode, Uri};

/// The longest path that is shown whole, in characters.
const PATH: usize = 72;

/// Writes a line to stderr; a stderr that is closed must not end the server, as `eprintln!` would.
pub(crate) fn stderr(line: &str) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Says what was asked and how it was answered: `PUT /db/tea 201`.
pub(crate) fn line(method: &Method, uri: &Uri, status: StatusCode) -> String {
    let target = uri.path_and_query().map_or_else(|| uri.to_string(), ToString::to_string);
    // A path may hold any UTF-8, also characters that steer a terminal.
    let shown: String = target.chars().take(PATH).flat_map(char::escape_debug).collect();
    let cut = if target.chars().nth(PATH).is_some() { "…" } else { "" };
    format!("{method} {shown}{cut} {}", status.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(uri: &str) -> String {
        line(&Method::GET, &uri.parse().unwrap(), StatusCode::OK)
    }

    #[test]
    fn the_query_is_part_of_it() {
        assert_eq!(get("/cats?personality=lazy"), "GET /cats?personality=lazy 200");
        assert_eq!(get("http://host/cats"), "GET /cats 200");
    }

    #[test]
    fn a_path_cannot_steer_the_terminal() {
        assert_eq!(get("/\u{9b}31m"), r"GET /\u{9b}31m 200");
    }

    #[test]
    fn a_long_path_is_cut() {
        assert_eq!(get(&format!("/{}", "x".repeat(72))), format!("GET /{}… 200", "x".repeat(71)));
        assert_eq!(get(&format!("/{}", "x".repeat(71))), format!("GET /{} 200", "x".repeat(71)));
    }
}
