//! Every command: its options, its help, its examples.
use super::Completes::{Commands, Exercises, Files, Nothing, Shells, Steps};
use super::Entry;
use super::Group::{Everyone, Grader, Instructor, Student};

/// What most commands are.
const PLAIN: Entry = Entry {
    name: "",
    group: Student,
    takes: "",
    does: "",
    flags: &[],
    number: None,
    completes: Exercises,
    passes_on: false,
    package: None,
    more: "",
    examples: &[],
};

pub(crate) const COMMANDS: &[Entry] = &[
    Entry {
        name: "test",
        takes: "[NAME…]",
        does: "judge your exercises under every interleaving that matters",
        flags: &["all", "answer", "next"],
        more: "Without names: all that you have begun, and the first that is not solved. A line\n\
               an exercise, then everything about that one. Those that you have not begun\n\
               are not compiled: what they fail is written in course/NAME/report.txt.\n\
               --all judges them too.\n\
               --next judges only the first one that is not known to be solved.\n\
               --answer judges the reference in complete/ instead.",
        examples: &[
            ("cargo course test", "how you stand, and what is next"),
            ("cargo course test loon", "one of them"),
            ("cargo course test loon coffee", "two of them"),
            ("cargo course test --next", "where you are"),
        ],
        ..PLAIN
    },
    Entry {
        name: "watch",
        takes: "[NAME]",
        does: "judge again whenever a file is saved, and go on when it is solved",
        flags: &["poll", "plain"],
        package: Some("watch"),
        more: "Begins with NAME, or with the first exercise that is not known to be solved.\n\
               Keys: h hint, l list, t test again, r run, n next exercise, q quit, ? help.\n\
               --poll looks at the files itself, where the system tells nothing of a change\n\
               (network folders, WSL).  --plain asks for no keys and clears no screen.",
        examples: &[
            ("cargo course watch", "from where you are"),
            ("cargo course watch cat", "this one"),
            ("cargo course watch --poll", "on a network folder"),
        ],
        ..PLAIN
    },
    Entry {
        name: "hint",
        takes: "NAME [N]",
        does: "show the next hint for an exercise, or hint N",
        more: "Hints come one at a time, each more direct than the one before.",
        examples: &[
            ("cargo course hint loon", "the next hint"),
            ("cargo course hint loon 1", "the first one again"),
        ],
        ..PLAIN
    },
    Entry {
        name: "list",
        takes: "[WORD…]",
        does: "show what is solved, chapter by chapter",
        flags: &["unsolved", "solved"],
        more: "It judges nothing: it shows the last verdict, or that the file, its tests or the\n\
               engine have changed since.\n\
               WORD keeps exercises and chapters with that word in their name or title.\n\
               --unsolved keeps what is not solved, --solved what is.",
        examples: &[
            ("cargo course list", "everything"),
            ("cargo course list mutual", "a chapter"),
            ("cargo course list --unsolved", "what is left to do"),
        ],
        ..PLAIN
    },
    Entry {
        name: "run",
        takes: "NAME",
        does: "run an exercise as a program, on real threads",
        flags: &["answer"],
        more: "--answer runs the reference in complete/ instead.",
        examples: &[
            ("cargo course run loon", "your exercises/loon.rs"),
            ("cargo course run loon --answer", "the reference, complete/loon.rs"),
        ],
        ..PLAIN
    },
    Entry {
        name: "serve",
        takes: "NAME [OPTION…]",
        does: "put a real HTTP server around an exercise that has a `handle`",
        flags: &["answer"],
        passes_on: true,
        more: "--answer serves the reference in complete/ instead.\n\
               --port N listens there (8080); 0 takes any free port.\n\
               --host ADDRESS listens on it (127.0.0.1, this machine alone); 0.0.0.0 lets the\n\
               whole network in.",
        examples: &[
            ("cargo course serve db", "your exercises/db.rs, until Ctrl-C"),
            ("cargo course serve db --port 0", "the same on a free port"),
            ("cargo course serve cat --answer", "the reference, complete/cat.rs"),
        ],
        ..PLAIN
    },
    Entry {
        name: "explain",
        takes: "NAME [TEST]",
        does: "walk step by step through the interleaving that breaks it",
        flags: &["text", "no-browser"],
        package: Some("explain"),
        more: "Writes a page and opens it: arrow keys step forward and back, and each step\n\
               shows what every thread holds and has seen. TEST is one of the tests that fail;\n\
               without it, the first. --text prints the steps instead. --no-browser only writes\n\
               the page.",
        examples: &[
            ("cargo course explain loon", "the first test that fails, in the browser"),
            ("cargo course explain loon --text", "the same in the terminal"),
        ],
        ..PLAIN
    },
    Entry {
        name: "replay",
        takes: "NAME SCHEDULE",
        does: "run one interleaving again, the one that a report names",
        flags: &["answer"],
        more: "A report ends with the SCHEDULE that leads to it: copy it from there.\n\
               --answer replays it on the reference in complete/ instead.",
        examples: &[("cargo course replay loon SCHEDULE", "as the report of loon says it")],
        ..PLAIN
    },
    Entry {
        name: "diff",
        takes: "[NAME…]",
        does: "compare an exercise with its answer, once it is solved",
        flags: &["spoil"],
        more: "Without names: how many lines each answer changes. With names: the lines, if the\n\
               exercise is solved; until then, what you have changed so far.\n\
               --spoil shows the answer in any case.",
        examples: &[
            ("cargo course diff loon", "your file against the answer"),
            ("cargo course diff loon --spoil", "the answer, solved or not"),
            ("cargo course diff", "the size of every answer"),
        ],
        ..PLAIN
    },
    Entry {
        name: "contract",
        group: Instructor,
        takes: "[NAME…]",
        does: "what an exercise promises, and the tests that hold it",
        package: Some("maintain"),
        more: "Without names: the whole page, as in docs/contract.md.",
        examples: &[
            ("cargo course contract loon", "the sentences of one exercise"),
            ("cargo course contract > docs/contract.md", "the page, written anew"),
        ],
        ..PLAIN
    },
    Entry {
        name: "open",
        takes: "NAME",
        does: "open an exercise in your editor",
        more: "The editor is the one in $VISUAL, or else in $EDITOR.",
        examples: &[
            ("cargo course open loon", "exercises/loon.rs in your editor"),
            ("EDITOR=nano cargo course open loon", "in this one"),
        ],
        ..PLAIN
    },
    Entry {
        name: "reset",
        takes: "NAME",
        does: "begin an exercise again; what was there is kept beside it",
        more: "Your file stays as exercises/NAME.rs.1 (or 2, 3, …) and is not overwritten.",
        examples: &[("cargo course reset loon", "the starter of loon again")],
        ..PLAIN
    },
    Entry {
        name: "grade",
        group: Grader,
        takes: "SUBMISSION [NAME…]",
        does: "judge what was handed in: a folder, an archive, a git revision",
        flags: &["json", "junit", "markdown"],
        number: Some("limit"),
        completes: Files,
        package: Some("grade"),
        more: "Takes exercises/NAME.rs (or NAME.rs) from the submission and nothing else:\n\
               tests, manifest and answers are ours. Of an archive (zip, tar, tar.gz) too.\n\
               Points are those of course/NAME/exercise.toml: all of an exercise, or none.\n\
               --json, --junit and --markdown print the same result in these formats.\n\
               --limit N stops a test after N seconds (300). Steps are counted, and loops\n\
               without end are stopped, long before that: only `timeout` can come of it.\n\
               Exit codes: 0 every exercise passed, 1 one did not, 2 not understood,\n\
               3 something of ours failed, so that there is no fair verdict.",
        examples: &[
            ("cargo course grade ../ada", "a folder"),
            ("cargo course grade ada.zip --json > ada.json", "an archive, for a program"),
            ("cargo course grade origin/ada loon cat", "two exercises of a git revision"),
        ],
        ..PLAIN
    },
    Entry {
        name: "verify",
        group: Instructor,
        takes: "[STEP…]",
        does: "check everything that this repository promises about itself",
        flags: &["list"],
        number: Some("repeat"),
        completes: Steps,
        package: Some("maintain"),
        more: "For who maintains the course. --list names the steps. --repeat N judges starters\n\
               and answers N times, and demands that every run says the same to the byte.",
        examples: &[
            ("cargo course verify", "all steps"),
            ("cargo course verify starters trees", "two of them"),
            ("cargo course verify starters answers --repeat 40", "both trees, 40 times"),
        ],
        ..PLAIN
    },
    Entry {
        name: "snapshots",
        group: Instructor,
        takes: "[NAME…]",
        does: "review outcomes of answers, and reports of starters",
        flags: &["accept", "starters"],
        package: Some("maintain"),
        more: "For who maintains the course: shows what has changed since it was reviewed.\n\
               --accept makes what is shown the new truth.\n\
               --starters notes exercises/ as what `reset` brings back, and does nothing else.",
        examples: &[
            ("cargo course snapshots", "show every difference"),
            ("cargo course snapshots coffee --accept", "accept those of coffee"),
            ("cargo course snapshots --starters", "after a starter was changed"),
        ],
        ..PLAIN
    },
    Entry {
        name: "mutants",
        group: Instructor,
        takes: "[NAME…] [OPTION…]",
        does: "how strong the tests are: which mistakes they find",
        passes_on: true,
        package: Some("maintain"),
        more: "For who maintains the course: makes every mistake that it knows in the answers,\n\
               runs all tests on each, and holds the result against mutants/NAME/matrix.txt.\n\
               \n\
               --accept         write the matrices anew; then read them\n\
               --html DIR       everything as a page, DIR/index.html\n\
               --json           everything for other programs\n\
               --jobs N         so many tests at a time\n\
               --repeat N       N times: every run must say the same\n\
               --operators      list the mistakes that it knows\n\
               --diff OLD NEW   compare two matrices: what a new property buys\n\
               --exhibit        a suite without threads for `cat`, beside the real one\n\
               --beside-cargo-mutants   measure cargo-mutants on the same tests\n\
               --engine [FILE…] those of cargo-mutants in the engine that judges",
        examples: &[
            ("cargo course mutants loon", "the mutants of one exercise"),
            ("cargo course mutants --html page", "those of all, as a page"),
            ("cargo course mutants --diff before mutants", "two sets of matrices"),
        ],
        ..PLAIN
    },
    Entry {
        name: "new",
        group: Instructor,
        takes: "NAME",
        does: "begin an exercise: both trees, test and entries as skeletons",
        completes: Nothing,
        package: Some("maintain"),
        more: "What it writes compiles and is red until it is whole; it says the six steps.",
        examples: &[(
            "cargo course new elevator",
            "exercises/elevator.rs and all that belongs to it",
        )],
        ..PLAIN
    },
    Entry {
        name: "stats",
        group: Instructor,
        takes: "[NAME…]",
        does: "count tests, scenarios, executions and planted mistakes",
        flags: &["json"],
        package: Some("maintain"),
        more: "Judges the answers, and counts what was explored. --json is for a program.",
        examples: &[
            ("cargo course stats", "every exercise"),
            ("cargo course stats coffee", "one of them"),
        ],
        ..PLAIN
    },
    Entry {
        name: "doctor",
        group: Everyone,
        takes: "",
        does: "look whether this machine has what the course needs",
        completes: Nothing,
        more: "A line for each thing that can be missing, and the cure where it is. Exit code 1\n\
               if something must be cured.",
        examples: &[("cargo course doctor", "toolchain, linker, disk, network, files")],
        ..PLAIN
    },
    Entry {
        name: "completions",
        group: Everyone,
        takes: "SHELL",
        does: "let bash, zsh or fish complete commands and names",
        completes: Shells,
        more: "Prints a script with a function `course`, short for `cargo course`, and all that\n\
               can follow it.",
        examples: &[
            ("eval \"$(cargo course completions bash)\"", "in ~/.bashrc"),
            ("eval \"$(cargo course completions zsh)\"", "in ~/.zshrc, after compinit"),
            ("cargo course completions fish | source", "in ~/.config/fish/config.fish"),
        ],
        ..PLAIN
    },
    Entry {
        name: "help",
        group: Everyone,
        takes: "[COMMAND]",
        does: "this list, or how to use one command",
        completes: Commands,
        examples: &[("cargo course help test", "everything about `test`")],
        ..PLAIN
    },
];
