//! The project's commands: `cargo xtask serve | build | check | types | test | sanitize | bench | setup`.
//! Each does the set-up it needs, says in a line what it is doing, and skips what is there.

mod against;
mod checks;
mod exports;
mod run;
mod setup;
mod tools;
mod wasm;

use std::net::TcpListener;
use std::process::ExitCode;

use run::{Fail, root, step};

const USAGE: &str = "\
usage: cargo xtask <command>

  serve [--port 8080] [--open] [--watch]
                                 build the page and serve it on this machine; with --watch a changed file of the page is
                                 served within a second, and changed Rust as soon as it is built
  build --url https://host/path/ build it for the address where it will lie: a link to it shows its picture then
  build [--single]               build the static page into dist/; with --single also as one file that opens from a stick,
                                 dist-single/descent.html
  check                          the quick checks: formatting, clippy, Rust tests, types, the page's modules
  types                          write the page's types from the Rust ones
  test                           run every check, in real browsers too
  test exports                   run what Descent exports of all presets, by Keras, PyTorch and onnxruntime (5 minutes)
  sanitize                       run the tests of the engine under AddressSanitizer (Linux, 2 minutes)
  bench load                     measure how fast the page opens over three lines, and what it loads (5 minutes)
  bench page                     measure the frames of the page while it trains
  bench page [--throttle 4] --against COMMIT [--rounds 3]
                                 measure those frames against those of another commit
  bench tasks                    measure what the tasks' presets reach, and in which time
  bench sweep [--rounds 5] [--runs 200] [--epochs 100] [--most 2000]
                                 measure many runs in the page against two threads of node (2 minutes)
  bench engine [W1 W2 ... costs] [--only descent] [--runtime chromium|node] [--rounds 7]
                                 measure the engine against its peers and the machine, and what it costs
  bench engine --against COMMIT [W1 W2 ...] [--runtime chromium|node] [--rounds 15]
                                 measure the engine against that of another commit
  setup                          only install what is missing";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            eprintln!("error: {fail}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Result<(), Fail> {
    match words {
        ["serve", options @ ..] => serve(options),
        ["build"] => build(),
        ["build", "--single"] => build_single(),
        ["build", "--url", url] => build_for(url),
        ["check"] => checks::check(),
        ["types"] => checks::types(),
        ["test"] => checks::test(),
        ["test", "exports"] => exports::check_all(),
        ["sanitize"] => checks::sanitize(),
        ["bench", "load"] => bench_load(),
        ["bench", "page"] => bench_page(),
        ["bench", "page", options @ ..] => against::bench_page(options),
        ["bench", "tasks"] => bench_tasks(),
        ["bench", "sweep", options @ ..] => bench_sweep(options),
        ["bench", "engine", "--against", commit, options @ ..] => against::bench(commit, options),
        ["bench", "engine", options @ ..] => bench_engine(options),
        ["setup"] => setup::for_page(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Fail(format!("unknown command: {}\n\n{USAGE}", other.join(" ")))),
    }
}

/// Builds the page into `dist/`.
pub fn build() -> Result<(), Fail> {
    setup::for_page()?;
    step("building the page into dist/ (1 to 2 minutes the first time)");
    setup::trunk()?.arg("build").run()?;
    println!("dist/ can be put on any static host, at any path.");
    Ok(())
}

/// Builds the page with its address in it.
fn build_for(url: &str) -> Result<(), Fail> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(Fail(format!("--url: {url} does not begin with https:// or http://")));
    }
    setup::for_page()?;
    step("building the page into dist/ (1 to 2 minutes the first time)");
    setup::trunk()?.arg("build").env("DESCENT_URL", url).run()
}

/// Builds the page as one file, too.
fn build_single() -> Result<(), Fail> {
    build()?;
    step("making one file of the page");
    run::Command::new("node").arg("xtask/single.js").run()?;
    println!("dist-single/descent.html can be opened as a file, without any server.");
    Ok(())
}

fn serve(options: &[&str]) -> Result<(), Fail> {
    let ServeOptions { port, opens, watches } = serve_options(options)?;
    let in_use = |_| Fail(format!("port {port} is in use; choose another with --port"));
    drop(TcpListener::bind(("127.0.0.1", port)).map_err(in_use)?);
    setup::for_page()?;
    step("building the page (1 to 2 minutes the first time)");
    setup::trunk()?.arg("build").env(SERVED.0, SERVED.1).run()?;
    println!("\n  Descent is at http://localhost:{port}/   (Ctrl+C ends it)\n");
    let mut trunk = setup::trunk()?.arg("serve").args(["--port", &port.to_string()]).env(SERVED.0, SERVED.1);
    if opens {
        trunk = trunk.arg("--open");
    }
    // trunk always watches what Trunk.toml names. The page's files are bundled without it, which takes a fraction of
    // the time.
    let ignored: &[&str] = if watches { &["www"] } else { &WATCHED };
    trunk = trunk.args(ignored.iter().flat_map(|path| ["--ignore", path]));
    let bundler = if watches {
        Some(run::Command::new("node").args(["xtask/bundle.js", "--watch"]).env(SERVED.0, SERVED.1).spawn()?)
    } else {
        None
    };
    let served = trunk.run();
    if let Some(mut bundler) = bundler {
        let _ = bundler.kill();
    }
    served
}

/// Tells the bundler that the page is being worked on, so that no service worker keeps it as it was.
const SERVED: (&str, &str) = ("DESCENT_SERVED", "1");

/// The files that Trunk.toml makes trunk watch.
const WATCHED: [&str; 4] = ["src", "crates", "www", "Cargo.toml"];

#[derive(Debug, PartialEq)]
struct ServeOptions {
    port: u16,
    opens: bool,
    watches: bool,
}

fn serve_options(options: &[&str]) -> Result<ServeOptions, Fail> {
    let (mut port, mut opens, mut watches) = (8080, false, false);
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--open" => opens = true,
            "--watch" => watches = true,
            "--port" => {
                let value =
                    rest.next().ok_or_else(|| Fail("--port needs a number, such as --port 8080".into()))?;
                port =
                    value.parse().map_err(|_| Fail(format!("--port: {value} is not between 1 and 65535")))?;
            }
            other => return Err(Fail(format!("serve: unknown option {other}\n\n{USAGE}"))),
        }
    }
    Ok(ServeOptions { port, opens, watches })
}

fn bench_load() -> Result<(), Fail> {
    build()?;
    let chromium = setup::chromium()?;
    step("measuring how the page opens (5 minutes)");
    run::Command::new("node").arg("benches/load.js").env("CHROMIUM", &chromium).run()?;
    println!("written to {}", root().join("target/bench/load.json").display());
    Ok(())
}

fn bench_page() -> Result<(), Fail> {
    build()?;
    let chromium = setup::chromium()?;
    step("measuring the frames of the page (15 s)");
    run::Command::new("node").arg("benches/page.js").env("CHROMIUM", &chromium).run()?;
    println!("written to {}", root().join("target/bench/page.json").display());
    Ok(())
}

fn bench_tasks() -> Result<(), Fail> {
    build()?;
    let chromium = setup::chromium()?;
    step("measuring what the tasks reach (1 minute)");
    run::Command::new("node").arg("benches/tasks.js").env("CHROMIUM", &chromium).run()?;
    println!("written to {}", root().join("target/bench/tasks.json").display());
    Ok(())
}

/// `benches/sweep.js` reads its options.
fn bench_sweep(options: &[&str]) -> Result<(), Fail> {
    build()?;
    let chromium = setup::chromium()?;
    step("measuring many runs (2 minutes)");
    run::Command::new("node")
        .arg("benches/sweep.js")
        .args(options.iter().copied())
        .env("CHROMIUM", &chromium)
        .run()?;
    println!("written to {}", root().join("target/bench/sweep.json").display());
    Ok(())
}

/// `benches/engine.js` reads its options. The page is built if its size is to be measured.
fn bench_engine(options: &[&str]) -> Result<(), Fail> {
    setup::for_page()?;
    if !options.contains(&"descent") {
        setup::peers()?;
    }
    if options.is_empty() || options.contains(&"costs") {
        build()?;
        step("building the page with names (1 to 2 minutes the first time)");
        wasm::module("page", "named", "target/bench/page")?;
    }
    step("building the engine for its measurement (1 to 2 minutes the first time)");
    wasm::module("engine-bench", "release", "target/bench/engine")?;
    let chromium = setup::chromium()?;
    step("measuring the engine (3 minutes with all workloads and peers)");
    run::Command::new("node")
        .arg("benches/engine.js")
        .args(options.iter().copied())
        .env("CHROMIUM", &chromium)
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_serve_are_read_and_wrong_ones_named() {
        let none = ServeOptions { port: 8080, opens: false, watches: false };
        assert_eq!(serve_options(&[]).unwrap(), none);
        let all = ServeOptions { port: 9000, opens: true, watches: true };
        assert_eq!(serve_options(&["--open", "--port", "9000", "--watch"]).unwrap(), all);
        assert!(serve_options(&["--port"]).unwrap_err().0.contains("needs a number"));
        assert!(serve_options(&["--port", "x"]).unwrap_err().0.contains("x is not"));
        assert!(serve_options(&["--fast"]).unwrap_err().0.contains("--fast"));
    }

    #[test]
    fn what_trunk_watches_is_known_here() {
        let settings = std::fs::read_to_string(root().join("Trunk.toml")).unwrap();
        let watched = WATCHED.map(|path| format!("\"{path}\"")).join(", ");
        assert!(settings.contains(&format!("watch = [{watched}]")));
    }

    #[test]
    fn an_address_without_a_scheme_is_told() {
        assert!(command(&["build", "--url", "example.org"]).unwrap_err().0.contains("example.org"));
    }

    #[test]
    fn an_unknown_command_is_named() {
        assert!(command(&["deploy"]).unwrap_err().0.starts_with("unknown command: deploy"));
    }
}
