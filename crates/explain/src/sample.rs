//! A short story, with texts in it that must not become HTML.
use course::{TestResult, Verdict};

use crate::story::{Story, Walk};

const WALK: &str = r#"{"threads":["main","thread-1","thread-2"],"steps":[
{"thread":0,"text":"spawn thread-1 and thread-2","file":"tests/loon.rs","line":40,"comments":[],"after":[{"state":"runs","holds":[],"sees":[]},{"state":"runs","holds":[],"sees":[]},{"state":"runs","holds":[],"sees":[]}]},
{"thread":1,"text":"lock age","file":"tests/../exercises/loon.rs","line":2,"comments":[],"after":[{"state":"runs","holds":[],"sees":[]},{"state":"runs","holds":["age"],"sees":["age"]},{"state":"runs","holds":[],"sees":[]}]},
{"thread":1,"text":"unlock age","file":null,"line":null,"comments":[],"after":[{"state":"runs","holds":[],"sees":[]},{"state":"runs","holds":[],"sees":["age"]},{"state":"runs","holds":[],"sees":[]}]},
{"thread":2,"text":"lock age, \u003cb\u003e{{data}}","file":"exercises/loon.rs","line":3,"comments":["thread-1 has looked, not yet written"],"after":[{"state":"runs","holds":[],"sees":[]},{"state":"runs","holds":[],"sees":["age (changed since by thread-2)"]},{"state":"has ended","holds":["age"],"sees":["age"]}]}
]}"#;

pub(crate) fn sample() -> Story {
    let walk: Walk = serde_json::from_str(WALK).expect("JSON");
    let test = TestResult {
        name: "every_birthday_counts".into(),
        verdict: Verdict::Race,
        sentence: "every birthday counts & </title> is text".into(),
        summary: "41 is not 42".into(),
        report: "tests/loon.rs: …\n  <script>alert(1)</script>".into(),
    };
    Story::new(
        "loon",
        &test,
        walk,
        "exercises/loon.rs",
        "fn a() {\n    lock();\n    // </script>\n}\n",
    )
}
