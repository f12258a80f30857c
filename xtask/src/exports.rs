//! Runs what Descent exports of every case of `tests/reference` and of presets: Keras and PyTorch code, ONNX, notebooks.

use crate::run::{Command, Fail, find, root, step};
use crate::tools::apt_install;

/// What Keras, ONNX and notebooks need. PyTorch is Debian's, as that of PyPI is several times as large.
const PACKAGES: [&str; 7] = [
    "keras==3.15.1",
    "jax==0.10.2",
    "safetensors==0.8.0",
    "onnx==1.23.2",
    "onnxruntime==1.32.0",
    "nbclient==0.11.0",
    "ipykernel==7.4.0",
];

/// Of the presets, a few that have each kind of data and network. Leaves out with a sentence what this machine cannot run;
/// fails instead where `CI` is set.
pub fn check() -> Result<(), Fail> {
    check_of("some")
}

/// The same of all presets.
pub fn check_all() -> Result<(), Fail> {
    check_of("all")
}

fn check_of(presets: &str) -> Result<(), Fail> {
    let folder = root().join("target/exports");
    let _ = std::fs::remove_dir_all(&folder);
    let folder = folder.display().to_string();
    Command::new("cargo")
        .args(["test", "--quiet", "--package", "descent", "--test", "it", "--", "exports::"])
        .env("DESCENT_EXPORTS", &folder)
        .env("DESCENT_EXPORTS_OF", presets)
        .run()?;
    match keras() {
        Ok(python) => {
            for what in ["outputs", "training"] {
                Command::new(&python)
                    .args(["-W", "ignore", "tests/exports/check.py", &folder, what])
                    .run()?;
            }
        }
        Err(fail) => left_out(&format!("exported Keras code, notebooks and ONNX files are not run: {fail}"))?,
    }
    match torch() {
        Ok(python) => Command::new(python).args(["tests/exports/check_pytorch.py", &folder]).run(),
        Err(fail) => left_out(&format!("the exported PyTorch code is not run: {fail}")),
    }
}

fn left_out(what: &str) -> Result<(), Fail> {
    if std::env::var("CI").is_ok_and(|value| value == "true") {
        return Err(Fail(what.to_owned()));
    }
    step(&format!("left out: {what}"));
    Ok(())
}

/// A Python with PyTorch and NumPy.
fn torch() -> Result<&'static str, Fail> {
    let present = || {
        let has_torch =
            |python: &&str| Command::new(*python).args(["-c", "import torch, numpy"]).quiet().is_some();
        ["/usr/bin/python3", "python3"].into_iter().find(has_torch)
    };
    if let Some(python) = present() {
        return Ok(python);
    }
    if find("apt-get").is_none() {
        return Err(Fail("there is no Python with torch and numpy".into()));
    }
    step("installing PyTorch with apt-get (2 minutes)");
    apt_install(&["python3-torch", "python3-numpy"])?;
    present().ok_or_else(|| Fail("the Python of python3-torch does not find torch and numpy".into()))
}

/// A Python with Keras, in a virtual environment.
fn keras() -> Result<String, Fail> {
    let environment = root().join("target/python");
    let python = environment.join("bin/python").display().to_string();
    let versions: Vec<String> = PACKAGES
        .iter()
        .filter_map(|package| package.split_once("=="))
        .map(|(name, version)| format!("version('{name}') == '{version}'"))
        .collect();
    let has_all = format!("from importlib.metadata import version; assert {}", versions.join(" and "));
    if Command::new(&python).args(["-c", &has_all]).quiet().is_some() {
        return Ok(python);
    }
    let makes_environments =
        || Command::new("python3").args(["-c", "import venv, ensurepip"]).quiet().is_some();
    if !makes_environments() && find("apt-get").is_some() {
        step("installing Python with apt-get");
        apt_install(&["python3", "python3-venv"])?;
    }
    if !makes_environments() {
        return Err(Fail("there is no python3 that makes virtual environments".into()));
    }
    step("installing Keras and onnxruntime into target/python (1 minute)");
    let environment = environment.display().to_string();
    Command::new("python3").args(["-m", "venv", &environment]).run()?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    Command::new(&python).args(install).args(PACKAGES).run()?;
    Ok(python)
}
