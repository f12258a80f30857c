//! Prints a hash of all weights after a number of batches: the page prints the same for the same experiment.
//!
//! `cargo run --release --example fingerprint -- experiment.json 100`

use std::path::Path;
use std::process::ExitCode;

use descent::data::Files;
use descent::experiment::Experiment;
use descent::run::Run;
use descent::version::read_experiment;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match fingerprint(&words) {
        Ok(hash) => {
            println!("{hash:016x}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn fingerprint(words: &[String]) -> Result<u64, String> {
    let [file, steps] = words else { return Err("usage: fingerprint FILE STEPS".into()) };
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let steps: u64 = steps.parse().map_err(|_| format!("steps: {steps} is not a whole number"))?;
    let name = |errors: Vec<descent::field_error::FieldError>| {
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let saved = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    let experiment = read_experiment(&saved).map_err(name)?;
    let files = files_for(&experiment)?;
    let mut run = Run::with_files(experiment, &files).map_err(name)?;
    run.advance(steps, || false);
    Ok(run.fingerprint())
}

/// The data files of the page that the experiment needs.
fn files_for(experiment: &Experiment) -> Result<Files, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data");
    let mut files = Files::default();
    while let Some(name) = files.wanted(&experiment.data) {
        let text = std::fs::read_to_string(folder.join(&name)).map_err(|error| format!("{name}: {error}"))?;
        files.insert(&name, &text).map_err(|problem| format!("{name}: {problem}"))?;
    }
    Ok(files)
}
