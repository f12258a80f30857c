//! Installs what the project needs beyond Rust and Node, inside of the project: tools in `target/tools`, packages in
//! `node_modules`.

use std::path::{Path, PathBuf};

use crate::run::{Command, Fail, find, root, step};
use crate::tools::{self, apt_install};
use crate::wasm;

const TRUNK: &str = "0.21.14";
/// The version of the crate, which must equal that in Cargo.toml.
const WASM_BINDGEN: &str = "0.2.126";

/// Everything for building and serving the page. The first time, the core is compiled beside the tools: most of that
/// is the work of one thread, and the tools leave a processor idle now and then.
pub fn for_page() -> Result<(), Fail> {
    if tools::is_there("trunk", TRUNK) {
        return for_types();
    }
    wasm::set_up()?;
    std::thread::scope(|scope| {
        let core = scope.spawn(wasm::core);
        for_types()?;
        tools::install("trunk", TRUNK, &["--no-default-features"], "3 to 4 minutes")?;
        core.join().unwrap_or_else(|_| Err(Fail("compiling the core failed".into())))
    })
}

/// Everything for `tsc`, including the types of the WebAssembly module.
pub fn for_types() -> Result<(), Fail> {
    wasm::set_up()?;
    tools::install("wasm-bindgen-cli", WASM_BINDGEN, &[], "1 to 2 minutes")?;
    packages()
}

/// trunk, with the compiler for WebAssembly.
pub fn trunk() -> Result<Command, Fail> {
    wasm::command(Command::new(tools::folder().join("trunk")))
}

/// The npm packages of the lock file.
fn packages() -> Result<(), Fail> {
    packages_of(root(), "installing npm packages (10 s)")
}

/// The competitors of the engine, which only the benchmark needs.
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

/// A Chromium for the tests: the one in `CHROMIUM`, one on the PATH, or Debian's. A headless one takes half the time
/// to start and less to paint.
pub fn chromium() -> Result<PathBuf, Fail> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let present = || {
        ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(find)
    };
    if let Some(found) = present() {
        return Ok(found);
    }
    let missing = "the browser tests need Chromium: install it, or name one with CHROMIUM=/path/to/chromium";
    if find("apt-get").is_none() {
        return Err(Fail(missing.into()));
    }
    step("installing Chromium with apt-get (1 minute)");
    apt_install(&["chromium-headless-shell"])
        .or_else(|_| apt_install(&["chromium"]))
        .map_err(|fail| Fail(format!("{fail}; {missing}")))?;
    present().ok_or_else(|| Fail(missing.into()))
}

/// Firefox and WebKitGTK, the engine of Safari, for the tests that run in every engine. If one cannot be installed,
/// its tests are left out, and a message says so.
pub fn other_browsers() {
    let firefox = ["firefox", "firefox-esr"].into_iter().find_map(find);
    let webkit = find("WebKitWebDriver").filter(|_| find("xvfb-run").is_some() && find("xauth").is_some());
    let wanted: [(bool, &str, &[&str]); 2] = [
        (firefox.is_none(), "Firefox", &["firefox-esr"]),
        (webkit.is_none(), "WebKitGTK", &["webkit2gtk-driver", "xvfb", "xauth"]),
    ];
    for (_, name, packages) in wanted.into_iter().filter(|(is_missing, ..)| *is_missing) {
        if find("apt-get").is_none() {
            step(&format!("left out: tests in {name}, which is not installed"));
            continue;
        }
        step(&format!("installing {name} with apt-get (1 minute)"));
        if let Err(fail) = apt_install(packages) {
            step(&format!("left out: tests in {name}: {fail}"));
        }
    }
}
