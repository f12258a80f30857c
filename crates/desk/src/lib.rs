//! The second WebAssembly module: what is large, and asked for now and then. It runs in a worker of its own.

#![cfg(target_arch = "wasm32")]

use descent::desk::State;
use descent::wasm::{WorkerFiles, json_of, message};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
#[derive(Default)]
pub struct Desk {
    desk: descent::desk::Desk,
}

#[wasm_bindgen]
impl Desk {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a command by an event. `file` is one to be read, `files` are those that experiments can read.
    pub fn answer(
        &mut self,
        given: &JsValue,
        weights: &[f32],
        history: &[f64],
        file: &[u8],
        files: &WorkerFiles,
    ) -> Result<JsValue, JsValue> {
        let state = State { weights, history, file };
        Ok(message(&self.desk.answer(json_of(given)?, state, files.files())))
    }
}
