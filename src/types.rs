//! Generates the page's types of messages and configs from the Rust ones: `www/js/core/experiment.d.ts`. `cargo xtask
//! types` updates the file.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::{Config, TS, TypeVisitor};

use crate::chart::{ContourOptions, CurveOptions, Frame, LossOptions, LossPlot, Plot};
use crate::data::{Preview, ThumbnailPoint};
use crate::experiment::{Experiment, Outline, Recommendation};
use crate::expression::{ParseError, Undefined};
use crate::field_error::TableError;
use crate::inspect::Field;
use crate::json::{self, Tagged};
use crate::messages;
use crate::nn::{Activation, GraphError, Initializer, Loss, Schedule};
use crate::race::{Anatomy, Newton, Race, Statistics};

const FILE: &str = "www/js/core/experiment.d.ts";

/// Collects the declarations of a type and of all types in it.
struct Declarations(BTreeMap<String, String>, Config);

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            return T::visit_dependencies(self);
        }
        let name = T::ident(&self.1);
        if !self.0.contains_key(&name) {
            let declaration = bare_names::<Activation>(T::decl(&self.1));
            let declaration =
                bare_names::<Loss>(bare_names::<Initializer>(bare_names::<Schedule>(declaration)));
            let docs = T::docs().unwrap_or_default();
            self.0.insert(name, format!("{docs}export {declaration}\n"));
            T::visit_dependencies(self);
            T::visit_generics(self);
        }
    }
}

/// `"relu"` instead of `{ "activation": "relu" }`, as a variant is written if its arguments are left out, and both where it
/// has arguments that may be.
fn bare_names<T: Tagged + Serialize>(declaration: String) -> String {
    T::names().iter().fold(declaration, |text, name| {
        let object = format!(r#"{{ "{}": "{name}""#, T::TAG);
        let text = text.replace(&format!("{object} }}"), &format!(r#""{name}""#));
        let default =
            json::named::<T>(name).map(|member| serde_json::to_value(member).expect("configs are JSON"));
        match default {
            Ok(default) if default.is_string() => text.replace(&object, &format!(r#""{name}" | {object}"#)),
            _ => text,
        }
    })
}

#[test]
fn the_types_of_the_page_are_those_of_the_core() {
    let mut declarations = Declarations(BTreeMap::new(), Config::default().with_large_int("number"));
    declarations.visit::<Experiment>();
    declarations.visit::<Race>();
    declarations.visit::<Newton>();
    declarations.visit::<Preview>();
    declarations.visit::<GraphError>();
    declarations.visit::<TableError>();
    // Messages between the page and a worker.
    declarations.visit::<messages::Command>();
    declarations.visit::<messages::Event>();
    declarations.visit::<messages::DeskCommand>();
    declarations.visit::<messages::DeskEvent>();
    // Information about a config.
    declarations.visit::<Recommendation>();
    declarations.visit::<Outline>();
    declarations.visit::<ThumbnailPoint>();
    declarations.visit::<Field>();
    // Races, surfaces and landscapes.
    declarations.visit::<messages::SurfaceInfo>();
    declarations.visit::<messages::CheckedFormula>();
    declarations.visit::<messages::Formula>();
    declarations.visit::<ParseError>();
    declarations.visit::<Undefined>();
    declarations.visit::<messages::Grid>();
    declarations.visit::<messages::Slope>();
    declarations.visit::<Statistics>();
    declarations.visit::<Anatomy>();
    // Charts.
    declarations.visit::<CurveOptions>();
    declarations.visit::<Plot>();
    declarations.visit::<LossOptions>();
    declarations.visit::<LossPlot>();
    declarations.visit::<ContourOptions>();
    declarations.visit::<Frame>();
    let head = "// Generated from the Rust types by `cargo xtask types`. Not edited by hand.\n";
    let text = declarations.0.values().fold(head.to_owned(), |text, one| text + "\n" + one);
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(FILE, &text).expect("the file can be written");
    }
    let file = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(file == text, "{FILE} is out of date; write it anew with cargo xtask types");
}
