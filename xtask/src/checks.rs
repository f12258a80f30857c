//! Every check, in the order of what fails fastest. All run, however many fail.

use std::path::Path;
use std::time::Instant;

use crate::run::{Command, Fail, root, step};
use crate::{setup, wasm};

type Check = (&'static str, fn() -> Result<(), Fail>);

const CHECKS: [Check; 8] = [
    ("formatting", || Command::new("cargo").args(["fmt", "--all", "--check"]).run()),
    ("clippy", || clippy(&["--workspace", "--all-targets"])),
    ("clippy for WebAssembly", || {
        clippy(&["--workspace", "--exclude", "xtask", "--lib", "--target", "wasm32-unknown-unknown"])
    }),
    ("tests of the core", || Command::new("cargo").args(["test", "--workspace", "--quiet"]).run()),
    ("the page", || setup::trunk()?.arg("build").run()),
    ("types of the page", || Command::new("node").args(["node_modules/typescript/bin/tsc", "-p", "."]).run()),
    ("tests of the page's modules", || node_test("tests/web", &[])),
    ("tests in a real browser", browser),
];

pub fn run() -> Result<(), Fail> {
    setup::for_page()?;
    setup::chromium()?;
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        step(name);
        let start = Instant::now();
        let result = check();
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Ok(()) => println!("  ok: {name} ({seconds:.1} s)"),
            Err(fail) => {
                println!("  FAILED: {name} ({seconds:.1} s): {fail}");
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        println!("\nall {} checks passed", CHECKS.len());
        Ok(())
    } else {
        Err(Fail(format!("{} of {} checks failed: {}", failed.len(), CHECKS.len(), failed.join(", "))))
    }
}

/// Tests that reach every layer and every product, with each read and write checked. Not one of the checks: it asks the
/// compiler for what is not stable yet.
pub fn sanitize() -> Result<(), Fail> {
    step("tests of the engine under AddressSanitizer");
    let modules = ["random_graphs::", "layers::", "gradients::", "reference::"];
    Command::new("cargo")
        .args([
            "test",
            "--quiet",
            "--target",
            "host-tuple",
            "--target-dir",
            "target/sanitize",
            "--test",
            "it",
            "--",
        ])
        .args(modules)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Zsanitizer=address")
        .run()
}

/// A compiler of Debian's knows WebAssembly where rustup's does not; only then is there no clippy for it.
fn clippy(scope: &[&str]) -> Result<(), Fail> {
    if scope.contains(&"wasm32-unknown-unknown") && !wasm::target_is_known() {
        println!("  left out: this clippy has no WebAssembly target; the page's build still checks it");
        return Ok(());
    }
    Command::new("cargo")
        .arg("clippy")
        .args(scope.iter().copied())
        .args(["--quiet", "--", "-D", "warnings"])
        .run()
}

/// Runs the tests of a folder one after the other. Node's versions disagree on folders, so the files are named.
fn node_test(folder: &str, environment: &[(&str, &Path)]) -> Result<(), Fail> {
    let entries =
        std::fs::read_dir(root().join(folder)).map_err(|error| Fail(format!("{folder}: {error}")))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> =
        names.filter(|name| name.ends_with(".test.js")).map(|name| format!("{folder}/{name}")).collect();
    files.sort();
    let mut command = Command::new("node").args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    for (key, value) in environment {
        command = command.env(key, value);
    }
    command.args(files.iter().map(String::as_str)).run()
}

fn browser() -> Result<(), Fail> {
    let chromium = setup::chromium()?;
    Command::new("cargo").args(["build", "--release", "--quiet", "--example", "fingerprint"]).run()?;
    node_test("tests/browser", &[("CHROMIUM", &chromium)])
}
