//! The tests that the course declares for an exercise: only these are run, and each must report what its
//! source says.
use course::test_list::{self, SourceTest};
use course::{Exercise, Source, Workspace};
use protocol::{Coverage, Extent, TestRecord};

/// What a test explores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Property,
    Scenario,
    Outcomes,
    Reachable,
    Native,
}

/// A test of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declared {
    /// The path with modules, which `--exact` needs.
    pub(crate) path: String,
    /// The name of the function.
    pub(crate) name: String,
    /// The sentence that students read.
    pub(crate) sentence: String,
    /// `None` if a function that tests share states what must hold.
    pub(crate) kind: Option<Kind>,
    /// The reviewed outcomes, if the test compares outcomes.
    pub(crate) outcomes: Option<Vec<String>>,
}

impl Declared {
    /// Whether its process may run other tests too. A real thread can outlive its test, and would change what the model
    /// does in the next one.
    pub(crate) fn shares_a_process(&self) -> bool {
        !matches!(self.kind, None | Some(Kind::Native))
    }

    /// Whether a test that passes can leave this record.
    pub(crate) fn agrees(&self, record: &TestRecord) -> bool {
        let Some(Coverage { extent, executions, scenarios }) = record.coverage else {
            return false;
        };
        let is_kind = match self.kind {
            Some(Kind::Native) => extent == Extent::RealThreads,
            Some(Kind::Reachable) => extent == Extent::Witness,
            Some(_) => {
                matches!(extent, Extent::Complete | Extent::Bounded | Extent::Sampled)
            }
            None => true,
        };
        let is_count = match self.kind {
            Some(Kind::Property) | None => scenarios > 0,
            Some(_) => scenarios == 1,
        };
        // A sentence with an escape sequence differs from its source.
        let is_sentence = self.sentence.contains('\\') || record.sentence == self.sentence;
        record.name == self.name && is_kind && is_count && is_sentence && executions > 0
    }
}

/// The tests of an exercise, in the order of the source. Empty if the source has a test that this cannot
/// read.
pub(crate) fn tests(workspace: &Workspace, exercise: &str) -> Vec<Declared> {
    let source = test_list::in_source(&workspace.path("tests"), exercise);
    let declared = source.into_iter().map(|test| {
        let (sentence, kind) = (test.sentence()?, kind(&test.text));
        let SourceTest { path, name, .. } = test;
        let file = format!("{}/{exercise}__{name}.snap", course::fingerprint::SNAPSHOTS);
        let outcomes = workspace.read(&file).ok().map(|text| outcomes(&text));
        Some(Declared { path, name, sentence, kind, outcomes })
    });
    declared.collect::<Option<_>>().unwrap_or_default()
}

/// The sources of an exercise and its tests by the names that the compiler gives them, as
/// [`Request::sources`](protocol::Request::sources) has them.
pub(crate) fn sources(workspace: &Workspace, exercise: &Exercise, submitted: &str) -> Vec<String> {
    let mut files = vec![format!("tests/{}.rs", exercise.name)];
    let modules = course::files::list(&workspace.path(&format!("tests/{}", exercise.name)));
    files.extend(modules.unwrap_or_default().iter().map(|file| workspace.shown(file)));
    let own = format!("tests/../{}", Source::Exercise.shown(&exercise.name));
    let mut sources = vec![own, submitted.to_owned()];
    for file in files {
        let text = workspace.read(&file).unwrap_or_default();
        sources.extend([file, text]);
    }
    sources
}

/// The first method after `judge::test!` that states what must hold.
fn kind(test: &str) -> Option<Kind> {
    let (_, rest) = test.split_once("judge::test!")?;
    let methods = [
        (".property(", Kind::Property),
        (".scenario(", Kind::Scenario),
        (".outcomes(", Kind::Outcomes),
        (".reachable(", Kind::Reachable),
        (".native(", Kind::Native),
    ];
    let found = methods.iter().filter_map(|(method, kind)| Some((rest.find(method)?, *kind)));
    found.min_by_key(|(position, _)| *position).map(|(_, kind)| kind)
}

/// The lines of a snapshot below its header.
fn outcomes(snapshot: &str) -> Vec<String> {
    let body = snapshot.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let body = body.map_or(snapshot, |(_, body)| body);
    body.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use course::Catalog;

    use super::*;

    #[test]
    fn the_first_method_says_what_a_test_explores() {
        let http = "fn z() {\n  judge::test!(\"zed\").cases(3).property(1, |_| f.scenario());";
        assert_eq!(kind(http), Some(Kind::Property));
        assert_eq!(kind("fn b() { judge::test!(\"bee\").native(|| ()); }"), Some(Kind::Native));
        assert_eq!(kind("fn c() { judge::test!(\"sea\"); }"), None);
    }

    #[test]
    fn every_test_of_the_course_is_declared() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let workspace = Workspace { target: root.join("target"), root };
        for exercise in Catalog::load(&workspace).unwrap().exercises {
            let source = test_list::in_source(&workspace.path("tests"), &exercise.name);
            let declared = super::tests(&workspace, &exercise.name);
            assert_eq!(declared.len(), source.len(), "{}", exercise.name);
            assert!(!declared.is_empty());
            for test in declared {
                let is_compared = test.outcomes.is_some_and(|all| !all.is_empty());
                let may_compare = matches!(test.kind, Some(Kind::Outcomes) | None);
                assert!(may_compare || !is_compared, "{}", test.name);
                assert!(is_compared || test.kind != Some(Kind::Outcomes), "{}", test.name);
            }
        }
    }

    #[test]
    fn a_record_must_agree_with_the_source() {
        let test = Declared {
            path: "a".into(),
            name: "a".into(),
            sentence: "all is well".into(),
            kind: Some(Kind::Scenario),
            outcomes: None,
        };
        let mut record = TestRecord::new("a", "all is well", protocol::Verdict::Passed);
        assert!(!test.agrees(&record));
        let coverage = Coverage { extent: Extent::Complete, executions: 3, scenarios: 1 };
        record.coverage = Some(coverage);
        assert!(test.agrees(&record));
        for wrong in [
            Coverage { extent: Extent::Witness, ..coverage },
            Coverage { scenarios: 2, ..coverage },
            Coverage { executions: 0, ..coverage },
        ] {
            assert!(!test.agrees(&TestRecord { coverage: Some(wrong), ..record.clone() }));
        }
        assert!(!test.agrees(&TestRecord { sentence: "all".into(), ..record }));
    }
}
