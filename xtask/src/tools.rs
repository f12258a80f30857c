//! Installs programs: tools built by cargo into `target/tools`, those of the system by apt-get.

use std::path::PathBuf;

use crate::run::{Command, Fail, root, step};

/// The folder of the project's own tools.
pub fn folder() -> PathBuf {
    root().join("target/tools/bin")
}

/// Whether a tool is in `target/tools` in this version.
pub fn is_there(name: &str, version: &str) -> bool {
    let list = std::fs::read_to_string(root().join("target/tools/.crates.toml")).unwrap_or_default();
    list.contains(&format!("\"{name} {version} "))
}

/// Installs a tool in a pinned version into `target/tools`.
pub fn install(name: &str, version: &str, options: &[&str], duration: &str) -> Result<(), Fail> {
    if is_there(name, version) {
        return Ok(());
    }
    step(&format!("installing {name} {version} into target/tools ({duration})"));
    let tools = root().join("target/tools");
    let (built, tools) = (tools.join("build"), tools.display().to_string());
    Command::new("cargo")
        .args(["install", "--quiet", "--locked", "--debug", "--force", name, "--version", version])
        .args(["--root", &tools])
        .args(options.iter().copied())
        // A shared target folder compiles common dependencies only once, and debug information is not needed.
        .env("CARGO_TARGET_DIR", built)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "none")
        .env("CARGO_PROFILE_DEV_DEBUG_ASSERTIONS", "false")
        .env("CARGO_PROFILE_DEV_OVERFLOW_CHECKS", "false")
        .run()
}

/// Installs packages of Debian or Ubuntu.
pub fn apt_install(packages: &[&str]) -> Result<(), Fail> {
    as_root("apt-get", &["update", "-qq"])?;
    as_root("apt-get", &[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat())
}

/// Runs a command as root, through sudo if necessary.
pub fn as_root(program: &str, args: &[&str]) -> Result<(), Fail> {
    let is_root = Command::new("id").arg("-u").quiet().is_some_and(|id| id == "0");
    let command = if is_root { Command::new(program) } else { Command::new("sudo").args(["-n", program]) };
    command.args(args.iter().copied()).env("DEBIAN_FRONTEND", "noninteractive").run()
}
