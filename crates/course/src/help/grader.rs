//! The commands around grades.
use super::{Entry, GRADERS, INSTRUCTORS};

pub(super) const GRADE: Entry = Entry {
    name: "grade",
    group: GRADERS,
    takes: "SUBMISSION [NAME…]",
    does: "grade a submission: a folder, an archive or a git revision",
    flags: &["complete-only", "from-result", "json", "junit", "markdown", "no-sandbox"],
    options: &["format", "limit", "output", "require", "without"],
    package: Some("grade"),
    more: "Reads exercises/NAME.rs (or NAME.rs) from the submission and nothing else; the\n\
               tests and the manifest are the course's. An archive is a zip, tar or tar.gz.\n\
               An exercise earns all of the points in its exercise.toml, or none, unless that\n\
               file gives points to its tests.\n\
               --json, --junit and --markdown print the same result in these formats.\n\
               --format NAME prints it for a platform: autolab, classroom50, github,\n\
               gradescope, prairielearn or sarif; or json, junit, markdown, table.\n\
               --output FILE writes it to a file, completely or not at all.\n\
               --from-result grades nothing: SUBMISSION is a file that --json wrote.\n\
               --complete-only refuses exercises that pass only within bounds.\n\
               --limit N is the time for each file in seconds (default 60). A third of it is\n\
               reserved for the answer, which is graded as well if this machine may be at\n\
               fault. Budgets of steps end endless loops long before that; the limit can only\n\
               cause the verdict `timeout`.\n\
               The compiler and the tests run in a sandbox, which needs Linux. --require\n\
               landlock,namespaces fails without these layers; --without LAYER leaves one out;\n\
               --no-sandbox grades on a machine that has none. Each result names its guards.\n\
               Exit codes: 0 every exercise passed, 1 one did not, 2 the command line is\n\
               wrong, 3 the grader failed, so that there is no fair verdict.",
    examples: &[
        ("cargo course grade ../ada", "a folder"),
        ("cargo course grade ada.zip --json > ada.json", "an archive, as JSON"),
        ("cargo course grade origin/ada loon cat", "two exercises of a git revision"),
    ],
    ..Entry::DEFAULTS
};

pub(super) const GRADE_CLASS: Entry = Entry {
    name: "grade-class",
    group: GRADERS,
    takes: "CLASS [NAME…]",
    does: "grade a class: a folder or a list of submissions",
    flags: &["complete-only", "list", "no-sandbox"],
    options: &["jobs", "limit", "out", "partition", "require", "without"],
    package: Some("grade"),
    more: "CLASS is a folder with a folder, archive, repository or .rs file for each\n\
               student, an unpacked export of Moodle, Canvas or Gradescope, or a list: a file\n\
               with a name, a comma and a path in each line. Prints which submission belongs\n\
               to whom.\n\
               Writes results/STUDENT.json as each student is finished, then class.csv,\n\
               class.html and students/STUDENT.html. If it is interrupted, run it again: it\n\
               continues. Equal files are judged once.\n\
               --list only prints which submission belongs to whom.\n\
               --out FOLDER is where the results are written (default class-results).\n\
               --jobs N grades N students at a time (default 1).\n\
               --partition slice:I/N grades every N-th student from the I-th on.\n\
               --limit N, --complete-only, --require, --without and --no-sandbox are those of\n\
               `grade`.\n\
               Exit codes: 0 everyone is graded, 2 the command cannot run, 3 the grader failed\n\
               for a student.",
    examples: &[
        ("cargo course grade-class all", "a folder of submissions"),
        ("cargo course grade-class all --list", "check the names first"),
        ("cargo course grade-class all --partition slice:2/8", "shard 2 of 8"),
    ],
    ..Entry::DEFAULTS
};

pub(super) const GRADE_MERGE: Entry = Entry {
    name: "grade-merge",
    group: GRADERS,
    takes: "OUT RESULTS…",
    does: "merge the results of shards of a class",
    package: Some("grade"),
    more: "RESULTS are folders that `grade-class --out` wrote. OUT gets all their results,\n\
               the table and the pages: the same bytes whatever the order of the shards, even\n\
               if a shard ran twice. Two different grades of one student are an error.",
    examples: &[("cargo course grade-merge class shard-*", "merge all shards into class")],
    ..Entry::DEFAULTS
};

pub(super) const EXPORT: Entry = Entry {
    name: "export",
    group: INSTRUCTORS,
    takes: "FOLDER",
    does: "write the course that students get, without answers",
    package: Some("grade"),
    more: "Copies every file that git tracks, except the answers in complete/, the\n\
               alternatives, the mutants, the tests of the crates and the tools of maintainers.\n\
               `make test` works in the copy. Commit it to a repository of its own, because the\n\
               history of this one contains the answers.",
    examples: &[("cargo course export ../students", "the course of the students")],
    ..Entry::DEFAULTS
};

pub(super) const HANDIN: Entry = Entry {
    name: "handin",
    takes: "[NAME…]",
    does: "check what will be graded, and pack it",
    options: &["output"],
    package: Some("grade"),
    more: "Prints a line per exercise: whether it is there, whether the source check\n\
               accepts it, and whether it was solved when it was last tested. Then writes\n\
               handin.zip with the files that you have changed. Without names: every exercise.\n\
               --output FILE writes the archive to FILE.\n\
               The exit code is 1 if a file will be refused.",
    examples: &[
        ("cargo course handin", "everything"),
        ("cargo course handin loon pool", "an assignment of two exercises"),
    ],
    ..Entry::DEFAULTS
};
