//! Draws charts on canvases of the page.

use js_sys::Float64Array;
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;

use super::{object, part};
use crate::chart::{CurveOptions, draw_curves as draw};
use crate::run::ROW;

/// Draws the curves of a history, rows of five numbers, and pale those of another. Returns the position of the epochs.
#[wasm_bindgen(js_name = drawCurves)]
pub fn draw_curves(
    canvas: web_sys::HtmlCanvasElement,
    history: &Float64Array,
    pale: &Float64Array,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options: CurveOptions = part(options)?;
    let [rows, pale] = [history, pale].map(|history| {
        let numbers = history.to_vec();
        numbers.chunks_exact(ROW).filter_map(|row| row.try_into().ok()).collect::<Vec<[f64; ROW]>>()
    });
    let backend = CanvasBackend::with_canvas_object(canvas).ok_or("the canvas cannot be drawn on")?;
    let plot =
        draw(&backend.into_drawing_area(), &rows, &pale, &options).map_err(|error| error.to_string())?;
    Ok(object(&plot))
}
