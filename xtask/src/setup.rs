//! What the project needs beyond Rust and Node, installed where it is missing and nowhere else:
//! tools go into `target/tools`, packages into `node_modules`.

use std::path::{Path, PathBuf};

use crate::run::{Command, Fail, find, root, step};

const TRUNK: &str = "0.21.14";
/// The version of the crate in Cargo.toml; the two must be the same.
const WASM_BINDGEN: &str = "0.2.126";
const TARGET: &str = "wasm32-unknown-unknown";
const PANICS_TRAP: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Where the Debian packages keep their compiler and its libraries.
const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";

/// All that building and serving the page takes.
pub fn for_page() -> Result<(), Fail> {
    wasm_target()?;
    std_sources();
    // trunk lets cargo load nothing, and what the standard library depends on is in no lock file of ours.
    for_wasm(Command::new("cargo").args(["fetch", "--quiet", "--target", TARGET]))?.run()?;
    tool("trunk", TRUNK, &["--no-default-features"], "2 to 3 minutes")?;
    tool("wasm-bindgen-cli", WASM_BINDGEN, &[], "1 minute")?;
    packages()
}

/// trunk, set up for WebAssembly.
pub fn trunk() -> Result<Command, Fail> {
    for_wasm(Command::new(tools().join("trunk")))
}

/// The engine's measurement as a WebAssembly module of its own, in `target/bench/engine`.
pub fn engine_bench() -> Result<(), Fail> {
    module("engine-bench", "target/bench/engine", |build| build)
}

/// The page's module with the names of its functions, in `target/bench/page`.
pub fn named_page() -> Result<(), Fail> {
    module("page", "target/bench/page", |build| build.env("CARGO_PROFILE_RELEASE_STRIP", "none"))
}

fn module(package: &str, folder: &str, set: impl Fn(Command) -> Command) -> Result<(), Fail> {
    let build = Command::new("cargo").args(["build", "--release", "--quiet", "--package", package]);
    set(for_wasm(build.args(["--target", TARGET]))?).run()?;
    let file = format!("release/{}.wasm", package.replace('-', "_"));
    let built = wasm_target_folder().join(TARGET).join(file);
    Command::new(tools().join("wasm-bindgen"))
        .args(["--target", "web", "--no-typescript", "--out-dir", folder])
        .arg(&built.display().to_string())
        .run()
}

fn tools() -> PathBuf {
    root().join("target/tools/bin")
}

fn builds_with_debian() -> bool {
    asks_for_debian() || !target_is_known("rustc")
}

/// Where what is compiled to WebAssembly goes: two compilers must not share a folder.
fn wasm_target_folder() -> PathBuf {
    root().join(if builds_with_debian() { "target/debian" } else { "target" })
}

/// Puts the project's own tools and the compiler that knows WebAssembly first on a command's PATH.
fn for_wasm(mut command: Command) -> Result<Command, Fail> {
    let mut folders = vec![tools()];
    command = command.env("CARGO_TARGET_DIR", wasm_target_folder());
    let rustc = if builds_with_debian() { debian_rustc() } else { "rustc".to_owned() };
    if builds_with_debian() {
        folders.push(DEBIAN_BIN.into());
        command = command.env("RUSTC", &rustc);
    }
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(folders).map_err(|error| Fail(format!("PATH: {error}")))?;
    // trunk reads NO_COLOR as a truth value and refuses anything else.
    Ok(with_own_std(command, &rustc).env("PATH", path).env("NO_COLOR", "true"))
}

/// Lets cargo compile the standard library for size too, and a panic be a trap without a text: that is a ninth of what
/// the page has to load. Stable compilers want to be asked for it by `RUSTC_BOOTSTRAP`. Where the sources are missing,
/// the library is taken as it comes; with `DESCENT_PANICS=told` panics keep their texts.
fn with_own_std(mut command: Command, rustc: &str) -> Command {
    if !has_std_sources(rustc) {
        return command;
    }
    command = command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
    let tells = std::env::var("DESCENT_PANICS").is_ok_and(|choice| choice == "told");
    let traps = Command::new(rustc).args(["--print", "cfg"]).args(PANICS_TRAP).env("RUSTC_BOOTSTRAP", "1");
    if !tells && traps.quiet().is_some() {
        command = command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", PANICS_TRAP.join(" "));
    }
    command
}

fn has_std_sources(rustc: &str) -> bool {
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).quiet();
    sysroot.is_some_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

/// Whether `rustc` can compile to WebAssembly.
pub fn target_is_known(rustc: &str) -> bool {
    let libraries = Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).quiet();
    let has_core = |folder: &Path| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("libcore"))
    };
    libraries.is_some_and(|folder| has_core(Path::new(&folder)))
}

/// `DESCENT_WASM_TOOLCHAIN` chooses between `rustup` and `debian`; without it rustup is tried first.
fn asks_for_debian() -> bool {
    std::env::var("DESCENT_WASM_TOOLCHAIN").is_ok_and(|choice| choice == "debian")
}

fn wasm_target() -> Result<(), Fail> {
    let choice = std::env::var("DESCENT_WASM_TOOLCHAIN").unwrap_or_default();
    match choice.as_str() {
        "debian" => return debian_target(),
        "" | "rustup" => {}
        other => return Err(Fail(format!("DESCENT_WASM_TOOLCHAIN: {other} is neither rustup nor debian"))),
    }
    if target_is_known("rustc") {
        return Ok(());
    }
    step("adding the WebAssembly target with rustup (a few seconds)");
    let added = Command::new("rustup").args(["target", "add", TARGET]).run();
    match added {
        Ok(()) => Ok(()),
        Err(fail) if choice == "rustup" || find("apt-get").is_none() => Err(Fail(format!(
            "{fail}: the WebAssembly target could not be added; run `rustup target add {TARGET}` with a network"
        ))),
        Err(_) => debian_target(),
    }
}

/// Debian's own compiler, which compiles the standard library from its source package.
fn debian_target() -> Result<(), Fail> {
    let linkers = format!("{DEBIAN_RUSTLIB}/x86_64-unknown-linux-gnu/bin");
    let linker = format!("{linkers}/rust-lld");
    if has_std_sources(&debian_rustc()) && Path::new(&linker).exists() {
        return Ok(());
    }
    step("installing Debian's Rust packages for the web (1 minute)");
    apt_install(&["rustc-web", "cargo-web", "rust-web-src", "lld-22"])?;
    as_root("mkdir", &["-p", &linkers])?;
    as_root("ln", &["-sf", "/usr/bin/lld-22", &linker])
}

fn debian_rustc() -> String {
    format!("{DEBIAN_BIN}/rustc")
}

/// The sources of the standard library, for a smaller page; it works without them.
fn std_sources() {
    if builds_with_debian() || has_std_sources("rustc") {
        return;
    }
    step("adding the sources of the standard library with rustup (a few seconds)");
    if let Err(fail) = Command::new("rustup").args(["component", "add", "rust-src"]).run() {
        step(&format!("{fail}: going on without them, the page will be larger by an eighth"));
    }
}

/// A tool of a pinned version in `target/tools`.
fn tool(name: &str, version: &str, options: &[&str], duration: &str) -> Result<(), Fail> {
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
        .run()
}

/// The npm packages of the lock file.
fn packages() -> Result<(), Fail> {
    packages_of(root(), "installing npm packages (10 s)")
}

/// What the engine is measured against; nothing but the measurement needs it.
pub fn peers() -> Result<(), Fail> {
    let folder = root().join("benches/peers");
    packages_of(&folder, "installing what the engine is measured against into benches/peers (10 s)")?;
    Command::new("npm").args(["run", "--silent", "bundle"]).current_dir(&folder).run()
}

fn packages_of(folder: &Path, what: &str) -> Result<(), Fail> {
    let age = |file: &str| std::fs::metadata(folder.join(file)).and_then(|data| data.modified()).ok();
    let (installed, wanted) = (age("node_modules/.package-lock.json"), age("package-lock.json"));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    if find("node").is_none() || find("npm").is_none() {
        return Err(Fail(
            "Node is missing; install Node 20 or newer with npm, from nodejs.org or your system's packages"
                .into(),
        ));
    }
    step(what);
    Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder).run()
}

/// A Chromium for the tests: the one that `CHROMIUM` names, one on the PATH, else Debian's.
pub fn chromium() -> Result<PathBuf, Fail> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let present = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find);
    if let Some(found) = present() {
        return Ok(found);
    }
    let missing = "the browser tests need Chromium: install it, or name one with CHROMIUM=/path/to/chromium";
    if find("apt-get").is_none() {
        return Err(Fail(missing.into()));
    }
    step("installing Chromium with apt-get (1 minute)");
    apt_install(&["chromium"]).map_err(|fail| Fail(format!("{fail}; {missing}")))?;
    present().ok_or_else(|| Fail(missing.into()))
}

fn apt_install(packages: &[&str]) -> Result<(), Fail> {
    as_root("apt-get", &["update", "-qq"])?;
    as_root("apt-get", &[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat())
}

/// Runs a command as the administrator: as it is where one is, else through sudo.
fn as_root(program: &str, args: &[&str]) -> Result<(), Fail> {
    let is_root = Command::new("id").arg("-u").quiet().is_some_and(|id| id == "0");
    let command = if is_root { Command::new(program) } else { Command::new("sudo").args(["-n", program]) };
    command.args(args.iter().copied()).env("DEBIAN_FRONTEND", "noninteractive").run()
}
