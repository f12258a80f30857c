//! Compares the engine of this checkout with that of another commit, measured alternately in one run.

use std::path::{Path, PathBuf};

use crate::run::{Command, Fail, root, step};
use crate::{setup, wasm};

/// A checkout of another commit. It is removed when dropped, also on failure.
struct Worktree(PathBuf);

impl Worktree {
    fn add(commit: &str) -> Result<Self, Fail> {
        let folder = root().join("target/against");
        // A checkout that an interrupted run left behind.
        drop(Self(folder.clone()));
        let path = folder.display().to_string();
        let added = Command::new("git").args(["worktree", "add", "--quiet", "--detach", &path, commit]).run();
        added.map_err(|fail| Fail(format!("--against {commit}: {fail}")))?;
        Ok(Self(folder))
    }
}

impl Drop for Worktree {
    fn drop(&mut self) {
        if self.0.exists() {
            let path = self.0.display().to_string();
            Command::new("git").args(["worktree", "remove", "--force", &path]).quiet();
            Command::new("git").args(["worktree", "prune"]).quiet();
        }
    }
}

/// Builds both engines and measures them. `options` are read by `benches/engine.js`.
pub fn bench(commit: &str, options: &[&str]) -> Result<(), Fail> {
    setup::for_page()?;
    let chromium = setup::chromium()?;
    let other = Worktree::add(commit)?;
    step(&format!("building the engine of {commit} (2 to 3 minutes)"));
    build(&other.0)?;
    step("building the engine (1 to 2 minutes the first time)");
    build(root())?;
    step("measuring both (2 minutes)");
    let folder = other.0.strip_prefix(root()).unwrap_or(&other.0).display().to_string();
    Command::new("node")
        .args(["benches/engine.js", "--against", &folder])
        .args(options.iter().copied())
        .env("CHROMIUM", &chromium)
        .run()
}

/// Builds both pages and measures their frames by turns. `options` have the commit after `--against`; the others are read
/// by `benches/frames.js`.
pub fn bench_page(options: &[&str]) -> Result<(), Fail> {
    let place = options.iter().position(|option| *option == "--against");
    let commit = place.and_then(|place| options.get(place + 1));
    let (Some(place), Some(commit)) = (place, commit) else {
        return Err(Fail("bench page: --against needs a commit".into()));
    };
    let others = options.iter().enumerate().filter(|(index, _)| ![place, place + 1].contains(index));
    let chromium = setup::chromium()?;
    let other = Worktree::add(commit)?;
    step(&format!("building the page of {commit} (3 to 5 minutes)"));
    Command::new("cargo").args(["xtask", "build"]).current_dir(&other.0).run()?;
    crate::build()?;
    step("measuring both (3 minutes)");
    let page = other.0.join("dist").display().to_string();
    Command::new("node")
        .args(["benches/frames.js", "--against", &page])
        .args(others.map(|(_, option)| *option))
        .env("CHROMIUM", &chromium)
        .run()?;
    println!("written to {}", root().join("target/bench/frames.json").display());
    Ok(())
}

fn build(source: &Path) -> Result<(), Fail> {
    wasm::module_of(source, "engine-bench", "release", "target/bench/engine")
}
