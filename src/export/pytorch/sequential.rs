//! A network that is a `Sequential` of modules.

use super::functions::module;
use super::{Module, Writer};
use crate::export::model::Model;
use crate::export::python::Call;
use crate::nn::LayerKind;

/// Whether every layer is a module of PyTorch's, or two: itself and its activation.
pub(super) fn fits(model: &Model) -> bool {
    let layers = model.layers();
    let before: Vec<&[usize]> = layers.iter().map(|(_, shape)| &shape[..]).collect();
    model.is_sequential()
        && layers.len() > 1
        && layers.iter().enumerate().all(|(index, (layer, shape))| {
            let from = index.checked_sub(1).map_or(&[][..], |index| before[index]);
            is_module(&layer.kind, from) && shape.len() < 3 && activation(&layer.kind).is_some()
        })
}

fn is_module(kind: &LayerKind, from: &[usize]) -> bool {
    match kind {
        LayerKind::Embedding(config) => !config.mask_zero,
        LayerKind::BatchNormalization(_) => from.len() == 1,
        LayerKind::Input(_)
        | LayerKind::Dense(_)
        | LayerKind::Activation(_)
        | LayerKind::Dropout(_)
        | LayerKind::GaussianNoise(_)
        | LayerKind::LayerNormalization(_) => true,
        LayerKind::Flatten(_) => from.len() < 3,
        _ => false,
    }
}

/// The module of a layer's activation, empty where it has none.
fn activation(kind: &LayerKind) -> Option<String> {
    kind.activation().map_or(Some(String::new()), module)
}

impl Writer<'_> {
    /// Adds what comes after the modules that a layer has made: its activation.
    pub(super) fn add_activation(&mut self, kind: &LayerKind) {
        if matches!(kind, LayerKind::Flatten(_)) {
            self.add_module("nn.Flatten()".into());
        }
        let made_by = activation(kind).unwrap_or_default();
        if !made_by.is_empty() {
            self.add_module(made_by);
        }
    }

    fn add_module(&mut self, made_by: String) {
        self.modules.push(Module { path: self.next_path(), made_by });
    }

    /// How the next module of a `Sequential` is reached.
    pub(super) fn next_path(&self) -> String {
        format!("[{}]", self.modules.len())
    }

    pub(super) fn sequential(&self) -> String {
        let call = self.modules.iter().fold(Call::new("nn.Sequential"), |call, one| call.arg(&one.made_by));
        let mut code = format!("model = {}\n", call.lines());
        for weight in &self.frozen {
            code += &format!("model{weight}.requires_grad_(False)\n");
        }
        for line in &self.starts {
            code += &format!("{line}\n");
        }
        code
    }
}
