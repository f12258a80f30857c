//! Runs other programs, with errors that name the program and say what to do.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};

/// Why a command failed.
#[derive(Debug)]
pub struct Fail(pub String);

impl fmt::Display for Fail {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Prints one line about what is being done.
pub fn step(what: &str) {
    println!("· {what}");
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project")
}

/// A program that runs in the project's folder.
pub struct Command {
    name: String,
    inner: process::Command,
}

impl Command {
    pub fn new(name: impl AsRef<Path>) -> Self {
        let name = name.as_ref();
        let mut inner = process::Command::new(name);
        inner.current_dir(root());
        Self { name: name.display().to_string(), inner }
    }

    pub fn arg(mut self, arg: &str) -> Self {
        self.inner.arg(arg);
        self
    }

    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.inner.args(args);
        self
    }

    pub fn env(mut self, key: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.inner.env(key, value);
        self
    }

    pub fn current_dir(mut self, folder: &Path) -> Self {
        self.inner.current_dir(folder);
        self
    }

    /// Runs it with visible output. Fails if it does.
    pub fn run(mut self) -> Result<(), Fail> {
        let status = self.inner.status().map_err(|error| Fail(format!("{}: {error}", self.name)))?;
        if status.success() { Ok(()) } else { Err(Fail(format!("{} failed ({status})", self.name))) }
    }

    /// Starts it in the background. Its input ends when the handle is dropped, which tells it to exit.
    pub fn spawn(mut self) -> Result<process::Child, Fail> {
        let started = self.inner.stdin(Stdio::piped()).spawn();
        started.map_err(|error| Fail(format!("{}: {error}", self.name)))
    }

    /// Runs it without showing its output, and returns that. None if it cannot be run or fails.
    pub fn quiet(mut self) -> Option<String> {
        let output = self.inner.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

/// The location of a program on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
