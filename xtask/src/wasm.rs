//! The compiler for WebAssembly: rustup's, or Debian's if rustup cannot reach its server.
//!
//! Rustup's compiler comes with a standard library. Debian only ships its sources, so cargo compiles it, which a
//! stable compiler does if `RUSTC_BOOTSTRAP` is set.

use std::path::{Path, PathBuf};

use crate::run::{Command, Fail, find, root, step};
use crate::tools::{self, apt_install, as_root};

const TARGET: &str = "wasm32-unknown-unknown";

/// The folders of Debian's compiler and its libraries.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKERS: &str = "/usr/lib/rustlib/x86_64-unknown-linux-gnu/bin";

/// Installs what is missing.
pub fn set_up() -> Result<(), Fail> {
    let choice = chosen("DESCENT_WASM_TOOLCHAIN", &["rustup", "debian"])?;
    match choice.as_str() {
        "debian" => debian()?,
        _ if target_is_known() => {}
        _ => rustup_target().or_else(|fail| match find("apt-get") {
            Some(_) if choice.is_empty() => debian(),
            _ => Err(Fail(format!("{fail}; run `rustup target add {TARGET}` with a network"))),
        })?,
    }
    // trunk runs cargo offline. Only this also fetches the dependencies of Debian's standard library.
    command(Command::new("cargo").args(["fetch", "--quiet", "--target", TARGET]))?.run()
}

/// Sets the compiler of a command, with the project's own tools first on its PATH.
pub fn command(command: Command) -> Result<Command, Fail> {
    let mut folders = vec![tools::folder()];
    let mut command = command.env("CARGO_TARGET_DIR", folder());
    if builds_with_debian() {
        folders.extend(Path::new(DEBIAN_RUSTC).parent().map(Path::to_owned));
        command = command
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    }
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(folders).map_err(|error| Fail(format!("PATH: {error}")))?;
    // trunk reads NO_COLOR as a boolean and rejects anything else.
    Ok(command.env("PATH", path).env("NO_COLOR", "true"))
}

/// The page's own module, and the one that it loads when it is asked for.
const MODULES: [&str; 2] = ["page", "desk"];

/// Compiles what trunk needs when it builds the page.
pub fn core() -> Result<(), Fail> {
    MODULES.iter().try_for_each(|package| compile(root(), package, "release").map(|_| ()))
}

/// Compiles a package into its own module, with the JavaScript to call it.
pub fn module(package: &str, profile: &str, into: &str) -> Result<(), Fail> {
    module_of(root(), package, profile, into)
}

/// The same for another checkout, into its own folder.
pub fn module_of(source: &Path, package: &str, profile: &str, into: &str) -> Result<(), Fail> {
    let built = compile(source, package, profile)?;
    bind(&built, &source.join(into), &["--no-typescript"])
}

/// Writes the TypeScript declarations of the page's modules to where `tsc` looks for them, as building the page does, from a
/// build without optimization.
pub fn declarations() -> Result<(), Fail> {
    MODULES.iter().try_for_each(|package| declarations_of(package))
}

fn declarations_of(package: &str) -> Result<(), Fail> {
    let built = compile(root(), package, "types")?;
    let (scratch, modules) = (root().join("target/types"), root().join("target/page"));
    let file = format!("{package}.d.ts");
    let written = scratch.join(&file);
    let age = |file: &Path| std::fs::metadata(file).and_then(|data| data.modified()).ok();
    if age(&written) <= age(&built) {
        bind(&built, &scratch, &[])?;
    }
    let copied =
        std::fs::create_dir_all(&modules).and_then(|()| std::fs::copy(&written, modules.join(&file)));
    copied.map(|_| ()).map_err(|error| Fail(format!("{}: {error}", modules.display())))
}

fn compile(source: &Path, package: &str, profile: &str) -> Result<PathBuf, Fail> {
    let build = Command::new("cargo").args(["build", "--quiet", "--profile", profile, "--package", package]);
    command(build.args(["--target", TARGET]).current_dir(source))?.run()?;
    Ok(folder().join(TARGET).join(profile).join(package.replace('-', "_")).with_extension("wasm"))
}

fn bind(module: &Path, into: &Path, options: &[&str]) -> Result<(), Fail> {
    Command::new(tools::folder().join("wasm-bindgen"))
        .args(["--target", "web", "--out-dir", &into.display().to_string()])
        .args(options.iter().copied())
        .arg(&module.display().to_string())
        .run()
}

/// Whether rustup's compiler has the standard library for WebAssembly.
pub fn target_is_known() -> bool {
    let libraries = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).quiet();
    let has_core = |folder: &Path| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("libcore"))
    };
    libraries.is_some_and(|folder| has_core(Path::new(&folder)))
}

/// The choice in an environment variable, empty if it is not set. Fails if there is no such choice.
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

/// Different compilers must not share a target folder.
fn folder() -> PathBuf {
    root().join(if builds_with_debian() { "target/debian" } else { "target/web" })
}

fn debian_has_std_sources() -> bool {
    let sysroot = Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"]).quiet();
    sysroot.is_some_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

fn rustup_target() -> Result<(), Fail> {
    if find("rustup").is_none() {
        return Err(Fail("rustc knows no WebAssembly and there is no rustup".into()));
    }
    step("adding the WebAssembly target with rustup (a few seconds)");
    Command::new("rustup").args(["target", "add", TARGET]).run()
}

/// Debian's compiler, which has only the sources of the standard library as a package.
fn debian() -> Result<(), Fail> {
    let linker = Path::new(DEBIAN_LINKERS).join("rust-lld");
    if debian_has_std_sources() && linker.exists() {
        return Ok(());
    }
    step("installing Debian's Rust packages for the web (1 minute)");
    apt_install(&["rustc-web", "cargo-web", "rust-web-src", "lld-22"])?;
    as_root("mkdir", &["-p", DEBIAN_LINKERS])?;
    as_root("ln", &["-sf", "/usr/bin/lld-22", &linker.display().to_string()])?;
    if debian_has_std_sources() {
        Ok(())
    } else {
        Err(Fail(format!("Debian's rust-web-src has no sources that {DEBIAN_RUSTC} finds")))
    }
}
