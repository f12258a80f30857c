//! The compiler that makes WebAssembly: rustup's, or Debian's where rustup cannot reach its server.
//!
//! It compiles the standard library along with the page: for size, and with panics that are a trap without a text. That
//! is a seventh of what the page would have to load else. Stable compilers want to be asked for it by `RUSTC_BOOTSTRAP`.

use std::path::{Path, PathBuf};

use crate::run::{Command, Fail, find, root, step};
use crate::setup::{apt_install, as_root, tools};

const TARGET: &str = "wasm32-unknown-unknown";
const PANICS_TRAP: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Where the Debian packages keep their compiler and its libraries.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKERS: &str = "/usr/lib/rustlib/x86_64-unknown-linux-gnu/bin";

/// Installs what is missing.
pub fn set_up() -> Result<(), Fail> {
    let choice = chosen("DESCENT_WASM_TOOLCHAIN", &["rustup", "debian"])?;
    let shipped = chosen("DESCENT_STD", &["own", "shipped"])? == "shipped";
    match choice.as_str() {
        "debian" => debian()?,
        _ if target_is_known() => {}
        _ => rustup_target().or_else(|fail| match find("apt-get") {
            Some(_) if choice.is_empty() => debian(),
            _ => Err(Fail(format!("{fail}; run `rustup target add {TARGET}` with a network"))),
        })?,
    }
    if builds_with_debian() && shipped {
        return Err(Fail("DESCENT_STD: Debian's compiler ships no standard library for WebAssembly".into()));
    }
    if !builds_with_debian() && !shipped && !has_std_sources("rustc") && find("rustup").is_some() {
        step("adding the sources of the standard library with rustup (a few seconds)");
        if let Err(fail) = Command::new("rustup").args(["component", "add", "rust-src"]).run() {
            step(&format!("{fail}: going on without them, the page will be larger"));
        }
    }
    // trunk lets cargo load nothing, and what the standard library depends on is in no lock file of ours.
    let fetch = command(Command::new("cargo").args(["fetch", "--quiet", "--target", TARGET]))?.run();
    fetch.map_err(|fail| Fail(format!("{fail}; with DESCENT_STD=shipped less has to be loaded")))
}

/// Gives a command the compiler, with the project's own tools first on its PATH.
pub fn command(command: Command) -> Result<Command, Fail> {
    let mut folders = vec![tools()];
    let mut command = command.env("CARGO_TARGET_DIR", folder());
    let is_debian = builds_with_debian();
    if is_debian {
        folders.extend(Path::new(DEBIAN_RUSTC).parent().map(Path::to_owned));
        command = command.env("RUSTC", DEBIAN_RUSTC);
    }
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(folders).map_err(|error| Fail(format!("PATH: {error}")))?;
    let command = with_own_std(command, if is_debian { DEBIAN_RUSTC } else { "rustc" });
    // trunk reads NO_COLOR as a truth value and refuses anything else.
    Ok(command.env("PATH", path).env("NO_COLOR", "true"))
}

/// Compiles a package into a module of its own, with what JavaScript needs to call it.
pub fn module(package: &str, profile: &str, into: &str) -> Result<(), Fail> {
    let build = Command::new("cargo").args(["build", "--quiet", "--profile", profile, "--package", package]);
    command(build.args(["--target", TARGET]))?.run()?;
    let built = folder().join(TARGET).join(profile).join(package.replace('-', "_")).with_extension("wasm");
    Command::new(tools().join("wasm-bindgen"))
        .args(["--target", "web", "--no-typescript", "--out-dir", into])
        .arg(&built.display().to_string())
        .run()
}

/// Whether rustup's compiler has a library for WebAssembly.
pub fn target_is_known() -> bool {
    let libraries = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).quiet();
    let has_core = |folder: &Path| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("libcore"))
    };
    libraries.is_some_and(|folder| has_core(Path::new(&folder)))
}

/// What a variable of the environment chooses, empty where it says nothing. Fails where there is no such choice.
fn chosen(variable: &str, choices: &[&str]) -> Result<String, Fail> {
    let choice = std::env::var(variable).unwrap_or_default();
    if choice.is_empty() || choices.contains(&choice.as_str()) {
        Ok(choice)
    } else {
        Err(Fail(format!("{variable}: {choice} is neither {}", choices.join(" nor "))))
    }
}

fn builds_with_debian() -> bool {
    std::env::var("DESCENT_WASM_TOOLCHAIN").is_ok_and(|choice| choice == "debian") || !target_is_known()
}

/// Two compilers must not share a folder, nor builds with `RUSTC_BOOTSTRAP` and without.
fn folder() -> PathBuf {
    root().join(if builds_with_debian() { "target/debian" } else { "target/web" })
}

/// Lets cargo compile the standard library where its sources are, and unless `DESCENT_STD` says that it be as it comes.
fn with_own_std(command: Command, rustc: &str) -> Command {
    let shipped = std::env::var("DESCENT_STD").is_ok_and(|choice| choice == "shipped");
    if shipped || !has_std_sources(rustc) {
        return command;
    }
    let command = command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
    let knows_trap =
        Command::new(rustc).args(["--print", "cfg"]).args(PANICS_TRAP).env("RUSTC_BOOTSTRAP", "1");
    match knows_trap.quiet() {
        Some(_) => command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", PANICS_TRAP.join(" ")),
        None => command,
    }
}

fn has_std_sources(rustc: &str) -> bool {
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).quiet();
    sysroot.is_some_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

fn rustup_target() -> Result<(), Fail> {
    if find("rustup").is_none() {
        return Err(Fail("rustc knows no WebAssembly and there is no rustup".into()));
    }
    step("adding the WebAssembly target with rustup (a few seconds)");
    Command::new("rustup").args(["target", "add", TARGET]).run()
}

/// Debian's own compiler, which has the standard library as a package of sources only.
fn debian() -> Result<(), Fail> {
    let linker = Path::new(DEBIAN_LINKERS).join("rust-lld");
    if has_std_sources(DEBIAN_RUSTC) && linker.exists() {
        return Ok(());
    }
    step("installing Debian's Rust packages for the web (1 minute)");
    apt_install(&["rustc-web", "cargo-web", "rust-web-src", "lld-22"])?;
    as_root("mkdir", &["-p", DEBIAN_LINKERS])?;
    as_root("ln", &["-sf", "/usr/bin/lld-22", &linker.display().to_string()])?;
    if has_std_sources(DEBIAN_RUSTC) {
        Ok(())
    } else {
        Err(Fail(format!("Debian's rust-web-src has no sources that {DEBIAN_RUSTC} finds")))
    }
}
