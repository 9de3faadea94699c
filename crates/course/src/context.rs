//! What every command needs: the folders, the catalog, and how messages spell commands.
use std::env;
use std::path::PathBuf;

use protocol::environment;

use crate::catalog::{Catalog, Exercise};
use crate::error::Error;
use crate::messages::CommandStyle;
use crate::status::{Status, StatusCache};
use crate::workspace::{Source, Workspace};

/// What every command needs.
#[derive(Debug)]
pub struct Context {
    /// The folders of the course.
    pub workspace: Workspace,
    /// The exercises.
    pub catalog: Catalog,
    /// How messages spell commands.
    pub commands: CommandStyle,
}

impl Context {
    pub(crate) fn load() -> Result<Self, Error> {
        let workspace = Workspace::find()?;
        let catalog = Catalog::load(&workspace)?;
        let is_made = env::var_os("MAKELEVEL").is_some();
        let commands = match is_made {
            _ if environment::is_set(environment::KEYS) => CommandStyle::Keys { is_made },
            true => CommandStyle::Make,
            false => CommandStyle::Cargo,
        };
        Ok(Self { workspace, catalog, commands })
    }

    /// The first exercise that is not known to be solved.
    pub fn next(&self, statuses: &StatusCache<'_>) -> Option<&Exercise> {
        let is_open = |exercise: &&Exercise| statuses.of(&exercise.name) != Status::Solved;
        self.catalog.exercises.iter().find(is_open)
    }

    /// The exercise with this name, or without a name the first that is not known to be solved.
    ///
    /// # Errors
    /// If no exercise has this name, or if every exercise is solved.
    pub fn exercise(&self, name: Option<&str>) -> Result<&Exercise, Error> {
        match name {
            Some(name) => self.catalog.get(name),
            None => self.next(&StatusCache::new(&self.workspace)).ok_or_else(|| {
                Error::new("every exercise is solved")
                    .help(format!("name one: {} shows them", self.commands.quoted("list", "")))
            }),
        }
    }

    /// The file of an exercise, which must exist.
    pub(crate) fn file(&self, name: &str) -> Result<PathBuf, Error> {
        let file = self.workspace.exercise(Source::Exercise, name);
        match file.is_file() {
            true => Ok(file),
            false => Err(Error::new(format!("{} does not exist", Source::Exercise.shown(name)))
                .help(format!("{} restores the starter", self.commands.quoted("reset", name)))),
        }
    }
}
