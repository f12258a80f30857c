//! The checks, the fastest first. All of them run, however many fail.

use std::path::Path;
use std::time::Instant;

use crate::run::{Command, Fail, root, step};
use crate::{exports, setup, wasm};

type Check = (&'static str, fn() -> Result<(), Fail>);

const FORMATTING: Check = ("formatting", || Command::new("cargo").args(["fmt", "--all", "--check"]).run());
const CLIPPY: Check = ("clippy", || clippy(&["--workspace", "--all-targets"]));
const CLIPPY_FOR_WASM: Check = ("clippy for WebAssembly", || {
    clippy(&["--workspace", "--exclude", "xtask", "--lib", "--target", "wasm32-unknown-unknown"])
});
const RUST: Check = ("tests of the core", || tests_of_the_core().run());
const RUST_SOONER: Check = ("tests of the core, with a tenth of the mutations", || {
    tests_of_the_core().env("DESCENT_MUTATIONS", "10000").run()
});
const DECLARATIONS: Check = ("what the module offers to JavaScript", wasm::declarations);
const TYPES: Check =
    ("types of the page", || Command::new("node").args(["node_modules/typescript/bin/tsc", "-p", "."]).run());
const PAGE: Check = ("the page", || setup::trunk()?.arg("build").run());
const MODULES: Check = ("tests of the page's modules", || node_test("tests/web", 2, &[]));
const EXPORTS: Check = ("exports, run by Keras, PyTorch and onnxruntime", exports::check);
const BROWSER: Check = ("tests in real browsers", browser);

/// The quick checks while working, which need neither the page nor a browser.
pub fn check() -> Result<(), Fail> {
    setup::for_types()?;
    run(&[FORMATTING, CLIPPY, CLIPPY_FOR_WASM, RUST_SOONER, DECLARATIONS, TYPES, MODULES])
}

/// All checks.
pub fn test() -> Result<(), Fail> {
    setup::for_page()?;
    setup::chromium()?;
    setup::other_browsers();
    run(&[FORMATTING, CLIPPY, CLIPPY_FOR_WASM, RUST, EXPORTS, PAGE, TYPES, MODULES, BROWSER])
}

fn run(checks: &[Check]) -> Result<(), Fail> {
    let mut failed = Vec::new();
    for (name, check) in checks {
        step(name);
        let start = Instant::now();
        let result = check();
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Ok(()) => println!("  ok: {name} ({seconds:.1} s)"),
            Err(fail) => {
                println!("  FAILED: {name} ({seconds:.1} s): {fail}");
                failed.push(*name);
            }
        }
    }
    if failed.is_empty() {
        println!("\nall {} checks passed", checks.len());
        Ok(())
    } else {
        Err(Fail(format!("{} of {} checks failed: {}", failed.len(), checks.len(), failed.join(", "))))
    }
}

/// Generates the page's files from Rust: the types and the registry in `www/js`, and the types of the module in
/// `target/page`.
pub fn types() -> Result<(), Fail> {
    setup::for_types()?;
    step("writing the types of the page");
    Command::new("cargo")
        .args(["test", "--quiet", "--package", "descent", "--lib", "--", "types", "registry"])
        .env("UPDATE_TYPES", "1")
        .run()?;
    wasm::declarations()
}

/// Tests of every layer and every product under AddressSanitizer, which checks each read and write. This is not part
/// of the checks, since it needs unstable compiler features.
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

fn tests_of_the_core() -> Command {
    Command::new("cargo").args(["test", "--workspace", "--quiet"])
}

/// If only Debian's compiler supports WebAssembly, there is no clippy for it.
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

/// Runs the tests of a folder with a number of files in parallel. Files are listed, since versions of Node differ in
/// how they treat folders.
fn node_test(folder: &str, at_a_time: usize, environment: &[(&str, &Path)]) -> Result<(), Fail> {
    let entries =
        std::fs::read_dir(root().join(folder)).map_err(|error| Fail(format!("{folder}: {error}")))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> =
        names.filter(|name| name.ends_with(".test.js")).map(|name| format!("{folder}/{name}")).collect();
    files.sort();
    let concurrency = format!("--test-concurrency={at_a_time}");
    let mut command = Command::new("node").args(["--test", "--test-reporter=spec", &concurrency]);
    for (key, value) in environment {
        command = command.env(key, value);
    }
    command.args(files.iter().map(String::as_str)).run()
}

fn browser() -> Result<(), Fail> {
    let chromium = setup::chromium()?;
    Command::new("cargo").args(["build", "--release", "--quiet", "--example", "fingerprint"]).run()?;
    node_test("tests/browser", 2, &[("CHROMIUM", &chromium)])
}
