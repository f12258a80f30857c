//! Installing programs: those built by cargo into `target/tools`, the system's by apt-get.

use std::path::PathBuf;

use crate::run::{Command, Fail, root, step};

/// Where the project's own tools are.
pub fn folder() -> PathBuf {
    root().join("target/tools/bin")
}

/// A tool of a pinned version in `target/tools`.
pub fn install(name: &str, version: &str, options: &[&str], duration: &str) -> Result<(), Fail> {
    let tools = root().join("target/tools");
    let list = std::fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if list.contains(&format!("\"{name} {version} ")) {
        return Ok(());
    }
    step(&format!("installing {name} {version} into target/tools ({duration})"));
    let tools = tools.display().to_string();
    Command::new("cargo")
        .args([
            "install",
            "--quiet",
            "--locked",
            "--debug",
            "--force",
            name,
            "--version",
            version,
            "--root",
            &tools,
        ])
        .args(options.iter().copied())
        // What several tools depend on is compiled once, and nothing for a debugger.
        .env("CARGO_TARGET_DIR", &root().join("target/tools/build").display().to_string())
        .env("CARGO_PROFILE_DEV_DEBUG", "none")
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
