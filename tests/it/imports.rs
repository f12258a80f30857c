//! Imports go one way: a table lists what each module of `src/` may import, and in every crate the files of a module must
//! not import each other in a cycle. Both are read from the sources. Unit tests in them may import anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What each module of `src/` may import, lowest first: a row can only list modules of rows above it. The modules that
/// `lib.rs` re-exports from other crates come first.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("expression", &[]),
    ("json", &[]),
    ("random", &[]),
    ("fingerprint", &[]),
    ("field_error", &["expression", "json"]),
    ("nn", &["field_error", "fingerprint", "json", "random"]),
    ("diff", &["json"]),
    ("partial", &["field_error", "json"]),
    ("principal", &[]),
    ("data", &["expression", "field_error", "json", "principal", "random"]),
    ("preset", &[]),
    ("experiment", &["data", "diff", "field_error", "json", "nn", "partial"]),
    ("version", &["experiment", "field_error"]),
    ("run", &["data", "experiment", "field_error", "fingerprint", "json", "nn", "random"]),
    ("inspect", &["data", "experiment", "expression", "nn", "random", "run"]),
    ("goals", &["experiment", "field_error", "inspect", "nn", "run"]),
    ("health", &["data", "experiment", "nn", "run"]),
    ("unit_pictures", &["data", "nn"]),
    ("surface", &["expression", "json"]),
    (
        "race",
        &["diff", "expression", "field_error", "fingerprint", "json", "nn", "partial", "random", "surface"],
    ),
    ("landscape", &["field_error", "nn", "principal", "random", "surface", "run"]),
    ("chart", &["json", "surface", "run"]),
    ("export", &["data", "experiment", "json", "nn", "run"]),
    ("import", &["experiment", "export", "json", "nn", "run"]),
    (
        "messages",
        &[
            "data",
            "experiment",
            "inspect",
            "expression",
            "field_error",
            "goals",
            "health",
            "import",
            "json",
            "landscape",
            "nn",
            "race",
            "surface",
            "run",
            "unit_pictures",
        ],
    ),
    (
        "desk",
        &[
            "data",
            "experiment",
            "export",
            "field_error",
            "goals",
            "health",
            "import",
            "inspect",
            "json",
            "messages",
            "nn",
            "race",
            "run",
        ],
    ),
    (
        "wasm",
        &[
            "chart",
            "data",
            "experiment",
            "inspect",
            "field_error",
            "json",
            "landscape",
            "messages",
            "nn",
            "race",
            "surface",
            "run",
            "unit_pictures",
            "version",
        ],
    ),
];

/// Modules that are only compiled for tests.
const TESTS: [&str; 2] = ["registry", "types"];

/// A module as the path of names from the root of its crate.
type ModulePath = Vec<String>;

#[derive(Default)]
struct Module {
    /// The paths in its code, except for unit tests.
    uses: Vec<ModulePath>,
    /// The names it imports or re-exports, with their full paths.
    names: BTreeMap<String, ModulePath>,
}

struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

impl Crate {
    fn read(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut modules = BTreeMap::new();
        read_folder(&root, &[], &mut modules);
        assert!(!modules.is_empty(), "{folder} has no sources");
        Self { modules }
    }

    /// The module that defines what a path names, following re-exports. None if it is in another crate.
    fn resolve(&self, path: &[String], depth: usize) -> Option<ModulePath> {
        let known = (1..=path.len()).rev().find(|&length| self.modules.contains_key(&path[..length]))?;
        let (module, rest) = path.split_at(known);
        let exported = rest.first().and_then(|name| self.modules[module].names.get(name));
        match exported.filter(|_| depth < 8) {
            Some(origin) => {
                let full: ModulePath = origin.iter().chain(&rest[1..]).cloned().collect();
                self.resolve(&full, depth + 1).or_else(|| Some(module.to_vec()))
            }
            None => Some(module.to_vec()),
        }
    }

    /// For every module with submodules, which of these import which.
    fn imports(&self) -> BTreeMap<ModulePath, BTreeMap<String, BTreeSet<String>>> {
        let mut graphs: BTreeMap<ModulePath, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for (from, module) in &self.modules {
            for target in module.uses.iter().filter_map(|path| self.resolve(path, 0)) {
                let shared = from.iter().zip(&target).take_while(|(a, b)| a == b).count();
                // Imports between a module and its own submodules do not count.
                if let (Some(a), Some(b)) = (from.get(shared), target.get(shared)) {
                    let graph = graphs.entry(from[..shared].to_vec()).or_default();
                    graph.entry(a.clone()).or_default().insert(b.clone());
                }
            }
        }
        graphs
    }
}

fn read_folder(folder: &Path, path: &[String], modules: &mut BTreeMap<ModulePath, Module>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder of sources").flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (file, name) = (entry.path(), entry.file_name().into_string().expect("a plain name"));
        if file.is_dir() {
            read_folder(&file, &[path, &[name]].concat(), modules);
        } else if let Some(stem) = name.strip_suffix(".rs") {
            let own = match stem {
                "mod" | "lib" | "main" => path.to_vec(),
                stem => [path, &[stem.to_owned()]].concat(),
            };
            let text = fs::read_to_string(&file).expect("a source");
            modules.insert(own.clone(), Module::parse(&words(&text), &own));
        }
    }
}

impl Module {
    fn parse(words: &[String], own: &[String]) -> Self {
        let mut module = Self::default();
        let mut at = 0;
        while at < words.len() {
            if words[at..].starts_with(&["#", "[", "cfg", "(", "test", ")", "]"].map(str::to_owned)) {
                at = after_item(words, at + 7);
            } else if words[at] == "use" && words.get(at + 1).is_some_and(|next| next != "<") {
                at = module.read_tree(words, at + 1, &[], own);
            } else if matches!(&words[at][..], "crate" | "super" | "self")
                && words.get(at + 1).is_some_and(|next| next == "::")
            {
                let mut path = vec![words[at].clone()];
                while words.get(at + 1).is_some_and(|next| next == "::")
                    && words.get(at + 2).is_some_and(|next| is_name(next))
                {
                    path.push(words[at + 2].clone());
                    at += 2;
                }
                module.uses.extend(absolute(&path, own));
                at += 1;
            } else {
                at += 1;
            }
        }
        module
    }

    /// Reads a `use` tree and returns the index after its last word.
    fn read_tree(&mut self, words: &[String], mut at: usize, before: &[String], own: &[String]) -> usize {
        let mut path = before.to_vec();
        while at < words.len() {
            match &words[at][..] {
                "::" => at += 1,
                "{" => {
                    at += 1;
                    while words[at] != "}" {
                        at = self.read_tree(words, at, &path, own);
                        if words[at] == "," {
                            at += 1;
                        }
                    }
                    return at + 1;
                }
                "as" => {
                    self.add(&path, words[at + 1].clone(), own);
                    return at + 2;
                }
                "," | "}" | ";" => break,
                word => {
                    path.push(word.to_owned());
                    at += 1;
                }
            }
        }
        let name = if path.last().is_some_and(|last| last == "self") {
            path.pop().and(path.last().cloned())
        } else {
            path.last().cloned()
        };
        self.add(&path, name.unwrap_or_default(), own);
        at
    }

    fn add(&mut self, path: &[String], name: String, own: &[String]) {
        // Any other path is in another crate or in a submodule of this one.
        let full = absolute(path, own).unwrap_or_else(|| [own, path].concat());
        self.uses.push(full.clone());
        self.names.insert(name, full);
    }
}

/// The full path from the root of the crate. None if the path starts neither with `crate`, `self` nor `super`.
fn absolute(path: &[String], own: &[String]) -> Option<ModulePath> {
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([own, &path[1..]].concat()),
        "super" => {
            let ups = path.iter().take_while(|word| *word == "super").count();
            Some([&own[..own.len().checked_sub(ups)?], &path[ups..]].concat())
        }
        _ => None,
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The index after the item that starts here, which ends with a semicolon or a block.
fn after_item(words: &[String], mut at: usize) -> usize {
    let mut depth = 0;
    while at < words.len() {
        match &words[at][..] {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth -= 1;
                if depth == 0
                    && words[at] == "}"
                    && words.get(at + 1).is_none_or(|next| next != ";" && next != ",")
                {
                    return at + 1;
                }
            }
            ";" | "," if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The tokens of a source, without comments and strings.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        if letter == '/' && next == '/' {
            while at < letters.len() && letters[at] != '\n' {
                at += 1;
            }
        } else if letter == 'r' && (next == '"' || next == '#') && is_raw(&letters[at + 1..]) {
            let marks = letters[at + 1..].iter().take_while(|mark| **mark == '#').count();
            let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', marks)).collect();
            at += marks + 2;
            while at < letters.len() && !letters[at..].starts_with(&end) {
                at += 1;
            }
            at += end.len();
        } else if letter == '"' {
            at += 1;
            while at < letters.len() && letters[at] != '"' {
                at += if letters[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if letter == '\'' {
            // A character literal or a lifetime.
            let length = if next == '\\' {
                letters[at + 2..].iter().skip(1).position(|end| *end == '\'').map(|end| end + 4)
            } else {
                (letters.get(at + 2) == Some(&'\'')).then_some(3)
            };
            at += length.unwrap_or(1);
        } else if letter.is_alphanumeric() || letter == '_' {
            let word: String =
                letters[at..].iter().take_while(|each| each.is_alphanumeric() || **each == '_').collect();
            at += word.chars().count();
            words.push(word);
        } else if letter == ':' && next == ':' {
            words.push("::".to_owned());
            at += 2;
        } else {
            if !letter.is_whitespace() {
                words.push(letter.to_string());
            }
            at += 1;
        }
    }
    words
}

fn is_raw(after: &[char]) -> bool {
    after.iter().find(|mark| **mark != '#') == Some(&'"')
}

/// A cycle of imports, as the names along it.
fn cycle(graph: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn visit(
        name: &str,
        graph: &BTreeMap<String, BTreeSet<String>>,
        path: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(start) = path.iter().position(|one| one == name) {
            return Some([&path[start..], &[name.to_owned()]].concat());
        }
        if done.contains(name) {
            return None;
        }
        path.push(name.to_owned());
        let found = graph.get(name).into_iter().flatten().find_map(|next| visit(next, graph, path, done));
        path.pop();
        done.insert(name.to_owned());
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|name| visit(name, graph, &mut Vec::new(), &mut done))
}

#[test]
fn submodules_do_not_import_each_other_in_cycles() {
    let mut cycles = Vec::new();
    for folder in ["src", "crates/engine/src", "crates/expression/src", "crates/kernels/src", "xtask/src"] {
        for (module, graph) in Crate::read(folder).imports() {
            if let Some(cycle) = cycle(&graph) {
                cycles.push(format!("{folder}/{}: {}", module.join("/"), cycle.join(" -> ")));
            }
        }
    }
    assert!(cycles.is_empty(), "imports in cycles:\n{}", cycles.join("\n"));
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let rank = |name: &str| MAY_IMPORT.iter().position(|(row, _)| *row == name);
    for (name, targets) in MAY_IMPORT {
        assert!(targets.iter().all(|target| rank(target) < rank(name)), "{name} imports upwards");
    }
    let mut source = Crate::read("src");
    for (name, _) in MAY_IMPORT {
        source.modules.entry(vec![(*name).to_owned()]).or_default();
    }
    let graph = source.imports().remove(&Vec::new()).expect("modules");
    let mut wrong = Vec::new();
    for (from, targets) in graph.iter().filter(|(from, _)| !TESTS.contains(&from.as_str())) {
        let row = rank(from).map(|row| MAY_IMPORT[row].1).unwrap_or_default();
        let others = targets.iter().filter(|target| !row.contains(&target.as_str()));
        wrong.extend(others.map(|target| format!("{from} -> {target}")));
    }
    assert!(wrong.is_empty(), "imports that the table does not allow:\n{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_in_use_trees_and_in_paths_but_not_in_tests_and_comments() {
    let source = r#"
        use super::{plane::{self, Plane}, text as words};
        // use crate::comments;
        fn f() -> &'static str { crate::random::next('"'); "crate::texts" }
        #[cfg(test)]
        mod tests { use crate::tests; }
        #[cfg(test)] use crate::tests;
        fn g() { self::inner::h(); }
    "#;
    let module = Module::parse(&words(source), &["data".to_owned(), "set".to_owned()]);
    let uses: Vec<String> = module.uses.iter().map(|path| path.join("::")).collect();
    let wanted = ["data::plane", "data::plane::Plane", "data::text", "random::next", "data::set::inner::h"];
    assert_eq!(uses, wanted);
    assert_eq!(module.names["words"].join("::"), "data::text");
}
