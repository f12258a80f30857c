//! What the project needs beyond Rust and Node, installed where it is missing and nowhere else:
//! tools go into `target/tools`, packages into `node_modules`.

use std::path::{Path, PathBuf};

use crate::run::{Command, Fail, find, root, step};
use crate::tools::{self, apt_install};
use crate::wasm;

const TRUNK: &str = "0.21.14";
/// The version of the crate in Cargo.toml; the two must be the same.
const WASM_BINDGEN: &str = "0.2.126";

/// All that building and serving the page takes.
pub fn for_page() -> Result<(), Fail> {
    wasm::set_up()?;
    tools::install("trunk", TRUNK, &["--no-default-features"], "2 to 3 minutes")?;
    tools::install("wasm-bindgen-cli", WASM_BINDGEN, &[], "1 minute")?;
    packages()
}

/// trunk, set up for WebAssembly.
pub fn trunk() -> Result<Command, Fail> {
    wasm::command(Command::new(tools::folder().join("trunk")))
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
