//! Installing programs: those built by cargo into `target/tools`, the system's by apt-get.

use std::path::PathBuf;

use crate::run::{Command, Fail, root, step};

/// Where the project's own tools are.
pub fn folder() -> PathBuf {
    root().join("target/tools/bin")
}

/// Whether a tool of this version is in `target/tools`.
pub fn is_there(name: &str, version: &str) -> bool {
    let list = std::fs::read_to_string(root().join("target/tools/.crates.toml")).unwrap_or_default();
    list.contains(&format!("\"{name} {version} "))
}

/// A tool of a pinned version in `target/tools`.
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
        // What several tools depend on is compiled once, and nothing that serves only those who debug them.
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

/// Runs a command as the administrator: as it is where one is, else through sudo.
pub fn as_root(program: &str, args: &[&str]) -> Result<(), Fail> {
    let is_root = Command::new("id").arg("-u").quiet().is_some_and(|id| id == "0");
    let command = if is_root { Command::new(program) } else { Command::new("sudo").args(["-n", program]) };
    command.args(args.iter().copied()).env("DEBIAN_FRONTEND", "noninteractive").run()
}
