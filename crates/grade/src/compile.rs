//! Compiles one submitted exercise: as a program for the real std, then with its tests.
use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use course::cargo::{Diagnostic, joined, text_of};
use course::{CompileError, ErrorSource, Exercise, Source, Workspace, files};
use sandbox::{Access, Ended, Exit, Job, Limits, Sandbox};
use source_check::{Finding, dep_info};

use crate::budget::Budget;
use crate::dependencies::Dependencies;
use crate::diagnostics;
use crate::incremental;
use crate::messages;
use crate::text::first_line;
use crate::toolchain::Toolchain;
use crate::verdict::Verdict;

/// An exercise compiles in a second, to 10 MiB. Only an endless `const` loop or a recursive macro takes long.
const LIMITS: Limits = Limits {
    time: Duration::MAX,
    wall: Duration::MAX,
    memory: 2 << 30,
    threads: 256,
    file: 256 << 20,
    disk: 512 << 20,
    output: 64 << 20,
};

/// SIGXFSZ: a file is too large.
const FILE_SIZE: i32 = 25;

/// The edition of the course, as in Cargo.toml.
const EDITION: &str = "2024";

/// The folder of the package, as the tests see it.
const MANIFEST_DIR: &str = "/course";

/// The result of compiling.
#[derive(Debug)]
pub(crate) enum Compiled {
    /// The executable of the tests.
    Test(PathBuf),
    /// The compiler's errors about the submission.
    Error(CompileError),
    /// It compiles, but must not run.
    Refused(Vec<Finding>),
    /// This is the verdict, unless the same happens to a correct solution.
    Unclear(Verdict, String),
    /// It could not be compiled, through no fault of the student.
    Failed(String),
}

/// What all exercises are compiled with.
#[derive(Debug)]
pub(crate) struct Compiler<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) toolchain: &'a Toolchain,
    pub(crate) dependencies: &'a Dependencies,
}

impl Compiler<'_> {
    /// Compiles `source` in place of an exercise, in a new folder, with a copy of the exercise's incremental
    /// cache if there is one.
    pub(crate) fn compile(
        &self,
        sandbox: &mut Sandbox,
        exercise: &Exercise,
        folder: &Path,
        source: &str,
        budget: &Budget,
        cache: Option<&Path>,
    ) -> Compiled {
        if let Err(error) = self.write(exercise, folder, source) {
            return Compiled::Failed(format!("cannot write {}: {error}", folder.display()));
        }
        let own_cache = folder.join(incremental::FOLDER);
        let cache = cache.filter(|cache| incremental::copy(cache, &own_cache).is_ok());
        let mut steps = VecDeque::from([Step::Program, Step::Test]);
        if cache.is_some() {
            steps.insert(1, Step::CachedTest);
        }
        while let Some(step) = steps.pop_front() {
            let ended = match budget.run(sandbox, self.job(exercise, folder, step)) {
                Ok(ended) => ended,
                Err(error) => return Compiled::Failed(messages::supervisor(&error)),
            };
            if step == Step::CachedTest && !matches!(ended.exit, Exit::Timeout | Exit::Overloaded) {
                match ended.exit {
                    Exit::Code(0) => break,
                    // What the cache did is not known, so the next step decides without it.
                    _ => continue,
                }
            }
            if let Some(failed) = failure(&ended, exercise, step) {
                return match self.dependencies.are_complete() {
                    true => failed,
                    false => Compiled::Failed(messages::NO_DEPENDENCIES.to_owned()),
                };
            }
        }
        let read = match fs::read_to_string(folder.join("out/test.d")) {
            Ok(read) => dep_info::parse(&read),
            Err(error) => return Compiled::Failed(format!("cannot read what rustc read: {error}")),
        };
        // A name that is on no list is refused only if it compiles.
        let mut findings = source_check::check(source).all();
        let own = Source::Exercise.folder();
        findings.extend(dep_info::unexpected(&read, folder, own, &exercise.name));
        match findings.is_empty() {
            true => Compiled::Test(folder.join("out/test")),
            false => Compiled::Refused(findings),
        }
    }

    /// Makes the incremental cache of an exercise in a new folder, and returns where it is.
    pub(crate) fn make_cache(
        &self,
        sandbox: &mut Sandbox,
        exercise: &Exercise,
        folder: &Path,
        budget: &Budget,
    ) -> Option<PathBuf> {
        let answer = self.workspace.read(&Source::Answer.shown(&exercise.name)).ok()?;
        self.write(exercise, folder, &answer).ok()?;
        let ended = budget.run(sandbox, self.job(exercise, folder, Step::CachedTest)).ok()?;
        (ended.exit == Exit::Code(0)).then(|| folder.join(incremental::FOLDER))
    }

    /// Writes the submitted file and the tests of the course.
    fn write(&self, exercise: &Exercise, folder: &Path, source: &str) -> io::Result<()> {
        let name = &exercise.name;
        for part in ["exercises", "tests", "out", "home", "tmp"] {
            fs::create_dir_all(folder.join(part))?;
        }
        fs::write(folder.join(Source::Exercise.shown(name)), source)?;
        let test = format!("tests/{name}.rs");
        fs::copy(self.workspace.path(&test), folder.join(&test))?;
        let modules = format!("tests/{name}");
        files::mirror(&self.workspace.path(&modules), &folder.join(&modules), |_| true)
    }

    fn job(&self, exercise: &Exercise, folder: &Path, step: Step) -> Job {
        let Self { toolchain, dependencies, .. } = self;
        let name = &exercise.name;
        let mut arguments: Vec<OsString> =
            ["--crate-name", name, "--edition", EDITION, "--error-format=json", "-Awarnings"]
                .map(Into::into)
                .to_vec();
        let file = match step {
            Step::Program => Source::Exercise.shown(name),
            Step::CachedTest | Step::Test => format!("tests/{name}.rs"),
        };
        arguments.push(file.into());
        if step == Step::CachedTest {
            arguments.push(format!("-Cincremental={}", incremental::FOLDER).into());
        }
        arguments.extend(step.arguments().iter().map(Into::into));
        for feature in &exercise.features {
            arguments.extend(["--cfg".into(), format!("feature=\"{feature}\"").into()]);
        }
        arguments.extend(["--sysroot".into(), toolchain.sysroot.clone().into()]);
        arguments.extend(["-L".into(), joined("dependency=", &dependencies.folder)]);
        let web = dependencies.of_exercises.iter().filter(|_| !exercise.features.is_empty());
        let tests = dependencies.of_tests.iter().filter(|_| step != Step::Program);
        for (name, file) in web.chain(tests) {
            arguments.extend(["--extern".into(), joined(&format!("{name}="), file)]);
        }
        let environment = [
            ("PATH", toolchain.path.clone()),
            ("HOME", "home".into()),
            ("TMPDIR", "tmp".into()),
            ("LC_ALL", "C".into()),
            ("LD_LIBRARY_PATH", toolchain.sysroot.join("lib").into()),
            ("CARGO_MANIFEST_DIR", MANIFEST_DIR.into()),
            ("CARGO_CRATE_NAME", name.into()),
        ];
        let mut read = toolchain.read.clone();
        read.push(dependencies.folder.clone());
        Job {
            program: toolchain.rustc.clone(),
            arguments,
            environment: environment.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            access: Access::Compiler { read, folder: folder.to_owned() },
            input: String::new(),
            limits: LIMITS,
        }
    }
}

/// One run of the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The exercise alone is checked, and nothing is linked.
    Program,
    /// With its tests and an incremental cache, which cannot change the result but may be damaged.
    CachedTest,
    Test,
}

impl Step {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Program => &["--crate-type", "bin", "--emit=metadata=out/program.rmeta"],
            Self::CachedTest | Self::Test => &[
                "--test",
                "--emit=dep-info=out/test.d,link=out/test",
                "-Cembed-bitcode=no",
                // With a cache there are 256 by default: more files to copy and to link for every submission than a
                // change invalidates.
                "-Ccodegen-units=16",
                "-Cdebuginfo=0",
                "-Cstrip=debuginfo",
            ],
        }
    }
}

/// What the end of a run of the compiler means; `None` if it succeeded. Text is not used to decide it.
fn failure(ended: &Ended, exercise: &Exercise, step: Step) -> Option<Compiled> {
    let stopped = |excess: String| messages::compiler_stopped(&excess);
    let (verdict, why) = match &ended.exit {
        Exit::Code(0) => return None,
        Exit::NotStarted(reason) => return Some(Compiled::Failed(reason.clone())),
        Exit::Overloaded => return Some(Compiled::Failed(messages::OVERLOADED.to_owned())),
        Exit::Code(1) => {
            let errors = diagnostics::errors(&ended.stderr);
            let source = source(&errors, exercise, step);
            let error = CompileError { source, message: text_of(&errors) };
            // Elsewhere: the linker, or the crates of the course.
            if source != ErrorSource::Elsewhere {
                return Some(Compiled::Error(error));
            }
            (Verdict::CompileError, first_line(&error.message))
        }
        Exit::Code(code) => (Verdict::CompilerCrashed, messages::compiler(*code)),
        Exit::Timeout => (Verdict::TIMEOUT, messages::COMPILER_TIMEOUT.to_owned()),
        Exit::OutOfMemory => (Verdict::OUT_OF_MEMORY, stopped(messages::memory(LIMITS.memory))),
        Exit::TooManyThreads => {
            (Verdict::CompilerCrashed, stopped(messages::threads(LIMITS.threads)))
        }
        Exit::TooMuchDisk | Exit::Signal(FILE_SIZE) => {
            (Verdict::CompilerCrashed, stopped(messages::disk(LIMITS.disk)))
        }
        Exit::TooMuchOutput => (Verdict::CompileError, stopped(messages::output(LIMITS.output))),
        Exit::Signal(signal) => (Verdict::CompilerCrashed, messages::compiler_signal(*signal)),
    };
    Some(Compiled::Unclear(verdict, why))
}

/// Which file the first error is about.
fn source(errors: &[Diagnostic], exercise: &Exercise, step: Step) -> ErrorSource {
    let file = errors.iter().flat_map(|error| &error.places).next();
    let file = file.map_or("", |(file, _)| file);
    if file == Source::Exercise.shown(&exercise.name) {
        return if step == Step::Program { ErrorSource::Program } else { ErrorSource::UnderTest };
    }
    match file.starts_with("tests/") {
        true => ErrorSource::Contract,
        false => ErrorSource::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_is_that_of_the_course() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let manifest = fs::read_to_string(manifest).unwrap();
        assert!(manifest.contains(&format!("edition = \"{EDITION}\"")));
    }
}
