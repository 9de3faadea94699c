//! Submissions that are hostile by their form: archives, links and repositories. All of them contain the answer,
//! which would pass.
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use protocol::named;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

named! {
    /// What a submission is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Tree {
        AnotherStudent = "another_student",
        BorrowedObjects = "borrowed_objects",
        CommonFolder = "common_folder",
        Encrypted = "encrypted",
        EndlessTrees = "endless_trees",
        FilesOfCargo = "files_of_cargo",
        FolderAsFile = "folder_as_file",
        HugeArchive = "huge_archive",
        InsideRepository = "inside_repository",
        LineFeed = "line_feed",
        LinkedRepository = "linked_repository",
        LongNames = "long_names",
        Markup = "markup",
        PaxComment = "pax_comment",
        PaxSize = "pax_size",
        ProgramsOfGit = "programs_of_git",
        RightToLeft = "right_to_left",
        SamePath = "same_path",
        SettingsOfAPipe = "settings_of_a_pipe",
        Submodule = "submodule",
        TwoNormalForms = "two_normal_forms",
    }
}

/// Another student's repository. Names with a dot are no submissions.
const OTHER: &str = ".other";

impl Tree {
    /// Writes the submission of `student` into the folder of a class.
    pub(super) fn write(self, class: &Path, student: &str, answer: &str) -> io::Result<()> {
        let folder = class.join(student);
        let archive = |extension: &str| class.join(format!("{student}.{extension}"));
        let in_folder = |file: &str| {
            fs::create_dir(&folder)?;
            fs::write(folder.join(file), answer)
        };
        let other = || other(class, answer);
        match self {
            Self::AnotherStudent => other().and_then(|_| symlink(OTHER, &folder)),
            Self::BorrowedObjects => {
                let other = other()?;
                repository(&folder, &git(Path::new(&other), &["rev-parse", "HEAD"], "")?)?;
                fs::write(folder.join("objects/info/alternates"), format!("{other}/objects"))
            }
            Self::CommonFolder => {
                let other = other()?;
                repository(&folder, &fs::read_to_string(format!("{other}/HEAD"))?)?;
                fs::write(folder.join("commondir"), other)
            }
            Self::InsideRepository => repository(&folder, "nothing"),
            Self::LinkedRepository => {
                let other = other()?;
                fs::create_dir(&folder)?;
                ["HEAD", "objects", "refs"]
                    .iter()
                    .try_for_each(|part| symlink(format!("{other}/{part}"), folder.join(part)))
            }
            Self::EndlessTrees => endless_trees(&folder),
            Self::Encrypted => encrypted(&archive("zip"), answer),
            Self::FilesOfCargo => files_of_cargo(&folder, answer),
            Self::ProgramsOfGit => programs_of_git(class, &folder, answer),
            Self::Submodule => {
                let commit = commit(&folder, answer)?;
                let tree =
                    git(&folder, &["mktree"], &format!("160000 commit {commit}\tloon.rs\n"))?;
                let commit = git(&folder, &["commit-tree", &tree, "-m", "submodule"], "")?;
                fs::write(folder.join("HEAD"), commit + "\n")
            }
            Self::SettingsOfAPipe => {
                repository(&folder, "ref: refs/heads/main")?;
                fs::write(folder.join("config"), "[include]\npath = pipe\n")?;
                Command::new("mkfifo").arg(folder.join("pipe")).status().map(drop)
            }
            Self::LineFeed => in_folder("loon\n::error::forged\n\u{1b}[2J.txt"),
            Self::Markup => in_folder("=1+1,<img src=x onerror=alert(1)> loon.txt"),
            Self::RightToLeft => in_folder("loon\u{202e}sr.\u{2066}.rs"),
            Self::TwoNormalForms => [("caf\u{e9}", answer), ("cafe\u{301}", "fn main() {}")]
                .iter()
                .try_for_each(|(name, text)| {
                    fs::create_dir_all(folder.join(name))?;
                    fs::write(folder.join(name).join("loon.rs"), text)
                }),
            Self::LongNames => {
                let long = |name: &str| format!("{}/loon.rs", name.repeat(30_000));
                zip(&[(&long("a"), answer), (&long("b"), "fn main() {}")])
                    .and_then(|bytes| fs::write(archive("zip"), bytes))
            }
            Self::HugeArchive => {
                let mut file = File::create(archive("zip"))?;
                file.write_all(b"PK\x03\x04")?;
                file.set_len(1 << 40)
            }
            Self::SamePath => same_path(&archive("zip"), answer),
            Self::FolderAsFile => tar(&archive("tar"), "loon.rs/", answer, None),
            Self::PaxComment => {
                let comment = Some(("comment", "a\n16 path=loon.rs"));
                tar(&archive("tar"), "notes.txt", answer, comment)
            }
            Self::PaxSize => tar(&archive("tar"), "loon.rs", answer, Some(("size", "1"))),
        }
    }
}

/// A zip with two files of one path: programs unpack the first or the last.
fn same_path(path: &Path, answer: &str) -> io::Result<()> {
    let mut bytes = zip(&[("loon.rs", "fn main() {}"), ("LOON.rs", answer)])?;
    while let Some(at) = bytes.windows(7).position(|name| name == b"LOON.rs") {
        bytes[at..at + 4].copy_from_slice(b"loon");
    }
    fs::write(path, bytes)
}

/// A zip in which a file says that it is encrypted, here and in the list at the end.
fn encrypted(path: &Path, answer: &str) -> io::Result<()> {
    let mut bytes = zip(&[("loon.rs", answer)])?;
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|start| start == signature);
        bytes[at.ok_or(io::ErrorKind::InvalidData)? + flags] |= 1;
    }
    fs::write(path, bytes)
}

fn zip(files: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The answer beside everything that cargo and rustup would run or read in a folder.
fn files_of_cargo(folder: &Path, answer: &str) -> io::Result<()> {
    let config = "[build]\nrustc-wrapper = \"./evil\"\nrustflags = [\"--cfg\", \"evil\"]\n\
                  [env]\nINSTA_FORCE_PASS = \"1\"\n";
    for (file, text) in [
        ("exercises/loon.rs", answer),
        ("Cargo.toml", "[package]\nname = \"coursework\"\nbuild = \"build.rs\"\n"),
        ("build.rs", "fn main() { panic!(\"evil\") }\n"),
        ("rust-toolchain.toml", "[toolchain]\npath = \"evil\"\n"),
        ("evil/bin/rustc", "#!/bin/sh\nexit 1\n"),
        (".cargo/config.toml", config),
        ("exercises/.cargo/config.toml", config),
    ] {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// A repository whose settings, attributes and hooks name programs for everything that git does.
fn programs_of_git(class: &Path, folder: &Path, answer: &str) -> io::Result<()> {
    commit(folder, answer)?;
    let program = format!("touch {}", class.join("../tmp/git-ran-it").display());
    let settings = ["core.fsmonitor", "core.pager", "core.editor", "core.sshCommand"];
    let programs = ["clean", "smudge", "process"].map(|name| format!("filter.evil.{name}"));
    let diff = ["diff.evil.textconv", "diff.external", "alias.cat-file", "alias.ls-tree"];
    let settings = settings.iter().chain(&diff).map(|name| (*name).to_owned());
    for name in settings.chain(programs) {
        git(folder, &["config", &name, &format!("!{program}")], "")?;
    }
    fs::create_dir_all(folder.join("info"))?;
    fs::write(folder.join("info/attributes"), "* filter=evil diff=evil\n")?;
    for hook in ["post-checkout", "reference-transaction", "pre-auto-gc", "post-index-change"] {
        let hook = folder.join("hooks").join(hook);
        fs::write(&hook, format!("#!/bin/sh\n{program}\n"))?;
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// A bare repository with one commit of one file, `loon.rs`; returns the commit.
fn commit(folder: &Path, text: &str) -> io::Result<String> {
    fs::create_dir(folder)?;
    git(folder, &["init", "--quiet", "--bare"], "")?;
    fs::create_dir_all(folder.join("hooks"))?;
    let blob = git(folder, &["hash-object", "-w", "--stdin"], text)?;
    let tree = git(folder, &["mktree"], &format!("100644 blob {blob}\tloon.rs\n"))?;
    let commit = git(folder, &["commit-tree", &tree, "-m", "answer"], "")?;
    fs::write(folder.join("HEAD"), format!("{commit}\n"))?;
    Ok(commit)
}

/// A tar with one file, and one record of a pax header before it.
fn tar(path: &Path, name: &str, text: &str, record: Option<(&str, &str)>) -> io::Result<()> {
    let mut archive = tar::Builder::new(File::create(path)?);
    archive.append_pax_extensions(record.iter().map(|(key, value)| (*key, value.as_bytes())))?;
    let mut header = tar::Header::new_ustar();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    archive.append(&header, text.as_bytes())?;
    archive.finish()
}

/// The parts of a repository that git and the grader look for.
fn repository(folder: &Path, head: &str) -> io::Result<()> {
    fs::create_dir_all(folder.join("objects/info"))?;
    fs::create_dir_all(folder.join("refs"))?;
    fs::write(folder.join("HEAD"), format!("{}\n", head.trim()))
}

/// Another student's repository with the answer; returns its folder.
fn other(class: &Path, answer: &str) -> io::Result<String> {
    let other = class.join(OTHER);
    if !other.exists() {
        fs::create_dir(&other)?;
        fs::write(other.join("loon.rs"), answer)?;
        git(&other, &["init", "--quiet"], "")?;
        git(&other, &["add", "."], "")?;
        git(&other, &["commit", "--quiet", "--message=answer"], "")?;
    }
    Ok(other.join(".git").display().to_string())
}

/// Trees without files: each of eleven contains the next one ten times.
fn endless_trees(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)?;
    git(folder, &["init", "--quiet", "--bare"], "")?;
    let mut tree = git(folder, &["mktree"], "")?;
    for _ in 0..10 {
        let entries = (0..10).map(|number| format!("040000 tree {tree}\t{number}\n"));
        tree = git(folder, &["mktree"], &entries.collect::<String>())?;
    }
    let commit = git(folder, &["commit-tree", &tree, "-m", "trees"], "")?;
    fs::write(folder.join("HEAD"), commit + "\n")
}

/// What git prints.
fn git(folder: &Path, arguments: &[&str], input: &str) -> io::Result<String> {
    let mut command = Command::new("git");
    let user = ["user.name=a", "user.email=a@b.c", "commit.gpgsign=false"];
    command.args(user.iter().flat_map(|setting| ["-c", setting])).arg("-C").arg(folder);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut git = command.spawn()?;
    git.stdin.take().into_iter().try_for_each(|mut stdin| stdin.write_all(input.as_bytes()))?;
    let output = git.wait_with_output()?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(io::Error::other(format!("git {arguments:?} failed"))),
    }
}
