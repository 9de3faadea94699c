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
    options: &[],
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
        does: "show what each exercise promises and which tests check it",
        package: Some("maintain"),
        more: "Prints Markdown: the sentences of course/NAME/exercise.toml with their tests,\n\
               and the public signatures of complete/NAME.rs. Without names: the page\n\
               docs/contract.md.",
        examples: &[
            ("cargo course contract loon", "one exercise"),
            ("cargo course contract > docs/contract.md", "update the page"),
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
        options: &["limit"],
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
        takes: "[STEP…] [NAME…]",
        does: "check everything that this repository promises about itself",
        flags: &["list"],
        options: &["repeat"],
        completes: Steps,
        package: Some("maintain"),
        more: "Without arguments: every step for every exercise. With names of steps: only\n\
               these. With names of exercises: only these, and only the steps that check\n\
               exercises; afterwards, what the first of them still needs. --list names the\n\
               steps. --repeat N runs the tests of starters and answers N times and fails\n\
               unless every run produces the same bytes.",
        examples: &[
            ("cargo course verify", "all steps"),
            ("cargo course verify starters trees", "two steps"),
            ("cargo course verify loon", "one exercise"),
            ("cargo course verify mutants loon", "one step for one exercise"),
            ("cargo course verify starters answers --repeat 40", "both trees, 40 times"),
        ],
        ..PLAIN
    },
    Entry {
        name: "snapshots",
        group: Instructor,
        takes: "[NAME…]",
        does: "review the outcomes of answers and the reports of starters",
        flags: &["accept", "starters"],
        package: Some("maintain"),
        more: "Shows what has changed since the last review. --accept writes the new outcomes\n\
               and reports; a starter's report is accepted only once the outcomes of its\n\
               exercise are. --starters copies exercises/ to course/NAME/starter.rs, for\n\
               `reset`.",
        examples: &[
            ("cargo course snapshots", "show every difference"),
            ("cargo course snapshots coffee --accept", "accept those of coffee"),
            ("cargo course snapshots --starters", "after changing a starter"),
        ],
        ..PLAIN
    },
    Entry {
        name: "mutants",
        group: Instructor,
        takes: "[NAME…] [OPTION…]",
        does: "measure how strong the tests are: which test kills which mutant",
        flags: &[
            "accept",
            "baseline",
            "browser-check",
            "check",
            "diff",
            "engine",
            "json",
            "operators",
            "vs-cargo-mutants",
        ],
        options: &["html", "jobs", "repeat"],
        package: Some("maintain"),
        more: "Mutates every answer with each operator, adds the handwritten mutants of\n\
               course/NAME/mutants/*.patch, and runs all tests on each mutant. Compares the\n\
               result with matrix.txt in that folder. A survivor, a kill by another test than\n\
               the expected one, a stale entry in equivalent.toml and a changed matrix are\n\
               errors.\n\
               \n\
               A patch begins with `# killed-by: TEST VERDICT` and `# why: REASON`, then a diff\n\
               against complete/NAME.rs; `cargo course mutant` writes one. An entry of\n\
               equivalent.toml has the mutant's name, the first line that it changes, and a\n\
               reason that a reviewer can check.\n\
               \n\
               --accept         write the matrices; then review them\n\
               --check          print errors only, skip unchanged exercises (as `verify` does)\n\
               --html DIR       write everything as a page, DIR/index.html\n\
               --browser-check  test that page in headless Chromium, if there is one\n\
               --json           print everything for other programs\n\
               --jobs N         run N test processes at a time\n\
               --repeat N       run N times, with 1, 2 and 4 jobs: all runs must agree\n\
               --operators      list the operators\n\
               --diff OLD NEW   compare two matrices, or two folders of them\n\
               --baseline       compare with a single-threaded suite for `cat`\n\
               --vs-cargo-mutants   compare with cargo-mutants on the same tests\n\
               --engine [FILE…] the engine's own mutants, as listed by cargo-mutants",
        examples: &[
            ("cargo course mutants loon", "the mutants of one exercise"),
            ("cargo course mutants --html page", "all of them, as a page"),
            ("cargo course mutants --diff before course", "two sets of matrices"),
        ],
        ..PLAIN
    },
    Entry {
        name: "mutant",
        group: Instructor,
        takes: "NAME [MUTANT]",
        does: "turn an edited answer into a handwritten mutant",
        package: Some("maintain"),
        more: "Edit complete/NAME.rs so that it contains one mistake, then run this. It runs\n\
               the tests on your edit, proposes the first test that fails as the killer, writes\n\
               course/NAME/mutants/MUTANT.patch, and restores the answer from git. Without\n\
               MUTANT it only shows the patch and restores nothing. Then replace the TODO after\n\
               `# why:`.",
        examples: &[
            ("cargo course mutant loon", "which test kills your edit"),
            ("cargo course mutant loon sleep_instead_of_join", "keep it under this name"),
        ],
        ..PLAIN
    },
    Entry {
        name: "new",
        group: Instructor,
        takes: "NAME",
        does: "create an exercise and say, step by step, what it still needs",
        options: &["chapter"],
        completes: Nothing,
        package: Some("maintain"),
        more: "Writes a small exercise that compiles and has one race: the three files, the\n\
               folder course/NAME and the entries in Cargo.toml and course/catalog.toml. Run it\n\
               again, or `cargo course verify NAME`, to see the next step. --chapter TITLE adds\n\
               it to that chapter; a new title adds a chapter at the end.",
        examples: &[
            ("cargo course new elevator", "a new exercise, `elevator`"),
            ("cargo course new elevator --chapter liveness", "in an existing chapter"),
            ("cargo course new elevator", "again: the next step"),
        ],
        ..PLAIN
    },
    Entry {
        name: "stats",
        group: Instructor,
        takes: "[NAME…]",
        does: "count tests, scenarios, executions and mutants",
        flags: &["json"],
        package: Some("maintain"),
        more: "Tests the answers and counts what was explored; mutants are those of matrix.txt.\n\
               --json prints the numbers for other programs.",
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
