//! What protects the grader and the verdicts from a submission, on this machine.
use std::env;
use std::process::ExitCode;

use course::{Arguments, Error, OrCannot, usage};
use sandbox::{Layer, Options, Sandbox};

use crate::messages;

/// The guards in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guards {
    /// They ask for exactly these layers.
    pub(crate) options: Options,
    layers: Vec<Layer>,
}

impl Guards {
    /// The guards that the command line requests.
    ///
    /// # Errors
    /// If this machine does not have a layer that is required, or cannot confine a submission at all and
    /// the command line does not accept that.
    pub(crate) fn of(arguments: &Arguments) -> Result<Self, Error> {
        let mut options = match arguments.has("no-sandbox") {
            true => Options::NONE,
            false => Options::ALL,
        };
        for layer in list(arguments, "without") {
            options = options.without(&layer).ok_or_else(|| unknown(&layer))?;
        }
        let sandbox = start(options)?;
        let layers = sandbox.layers().to_vec();
        for required in list(arguments, "require") {
            if !Layer::NAMES.contains(&required.as_str()) {
                return Err(unknown(&required));
            }
            if !layers.iter().any(|layer| layer.name() == required) {
                return Err(Error::new(messages::missing_layer(&required)));
            }
        }
        if !sandbox.is_confined() && !arguments.has("no-sandbox") {
            return Err(Error::new(messages::NOT_CONFINED).help(messages::NO_SANDBOX));
        }
        Ok(Self { options: sandbox.options(), layers })
    }

    /// One line for each guard.
    pub(crate) fn lines(&self) -> Vec<String> {
        let always = messages::GUARDS.iter().map(|guard| (*guard).to_owned());
        let layers = self.layers.iter().map(|layer| messages::layer(*layer));
        let none = messages::UNCONFINED.to_owned();
        let is_missing = self.options == Options::NONE;
        always.chain(layers).chain(is_missing.then_some(none)).collect()
    }
}

/// Prints the layers that this machine has. The exit code is 1 if they cannot confine a submission.
pub(crate) fn print_layers() -> Result<ExitCode, Error> {
    let sandbox = start(Options::ALL)?;
    let is_confined = sandbox.is_confined();
    for layer in Layer::NAMES {
        match sandbox.layers().iter().find(|active| active.name() == layer) {
            Some(active) => anstream::println!("  ok    {}", messages::layer(*active)),
            None => anstream::println!("  --    {}", messages::missing_layer(layer)),
        }
    }
    if !is_confined {
        anstream::println!("\n{}", messages::NOT_CONFINED);
    }
    Ok(ExitCode::from(u8::from(!is_confined)))
}

fn start(options: Options) -> Result<Sandbox, Error> {
    if !cfg!(unix) {
        // There is no supervisor, with or without a sandbox.
        return Err(Error::new(messages::NOT_CONFINED));
    }
    let program = env::current_exe().or_cannot("find", "grade")?;
    Sandbox::start(&program, options).or_cannot("start", "the process that runs the tests")
}

/// The names in an option that takes several, separated by commas.
fn list(arguments: &Arguments, option: &str) -> Vec<String> {
    let value = arguments.option(option).unwrap_or_default().to_string_lossy().into_owned();
    value.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn unknown(layer: &str) -> Error {
    usage("grade", format!("`{layer}` is not a layer: {}", Layer::NAMES.join(", ")))
}
