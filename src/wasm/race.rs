//! Functions for the Optimizers room that the page's own instance answers: races, surfaces, formulas and their
//! charts.

use js_sys::{Float32Array, Float64Array};
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;

use super::{json_of, message, object, part, refuse};
use crate::chart::{
    ContourOptions, LossOptions, draw_contour as contour, draw_losses as losses, draw_profile as profile,
};
use crate::field_error::{FieldError, Reason};
use crate::messages::{self, CheckedFormula, Slope, SurfaceInfo};
use crate::race::{Race, Run};
use crate::surface::{Grid, Minimum};

/// Pixels per side of a grid.
const MAX_SIDE: usize = 2048;
/// Budget of a grid in additions, so that no formula blocks the page for longer than a frame or two.
const GRID_COST: usize = 8_000_000;

pub(super) fn race(given: &JsValue) -> Result<Race, JsValue> {
    Race::read(&json_of(given)?).map_err(refuse)
}

#[wasm_bindgen(js_name = defaultRace)]
pub fn default_race() -> JsValue {
    object(&Race::default())
}

/// Fills in the defaults of a partial race.
#[wasm_bindgen(js_name = completeRace)]
pub fn complete_race(partial: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&race(partial)?))
}

/// The partial race with only what differs from the defaults.
#[wasm_bindgen(js_name = minimalRace)]
pub fn minimal_race(given: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&race(given)?.diff_from_defaults()))
}

/// A contestant by name, with default arguments for the surface of the race.
#[wasm_bindgen(js_name = defaultContestant)]
pub fn default_contestant(given: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let unknown = |message| refuse(vec![FieldError::new("contestant", Reason::Unreadable { message })]);
    race(given)?.default_contestant(name).map(|contestant| object(&contestant)).map_err(unknown)
}

/// The surfaces to choose from.
#[wasm_bindgen]
pub fn surfaces() -> JsValue {
    object(&SurfaceInfo::all())
}

/// A typed formula with its derivatives, or its error.
#[wasm_bindgen(js_name = checkFormula)]
pub fn check_formula(text: &str) -> JsValue {
    object(&CheckedFormula::of(text))
}

/// The surface of a race over its domain or over another one. A very long formula gives a coarser grid.
#[wasm_bindgen(js_name = surfaceGrid)]
pub fn surface_grid(
    given: &JsValue,
    width: usize,
    height: usize,
    domain: &JsValue,
) -> Result<JsValue, JsValue> {
    let domain: Vec<[f64; 2]> = part(domain)?;
    let mut surface = race(given)?.surface();
    let most = surface.side_within(GRID_COST);
    let (width, height) = (width.clamp(2, MAX_SIDE.min(most)), height.clamp(2, MAX_SIDE.min(most)));
    Ok(message(&messages::Grid::from(Grid::of(&mut surface, width, height, Some(&domain)))))
}

/// Value and gradient of a race's surface at a point, as `{value, gradient}`.
#[wasm_bindgen(js_name = surfaceSlope)]
pub fn surface_slope(given: &JsValue, point: &[f64]) -> Result<JsValue, JsValue> {
    Ok(object(&Slope::at(&mut race(given)?.surface(), point)))
}

/// A running race; see `Run` in the page's protocol.
#[wasm_bindgen]
pub struct RaceRun(Run);

#[wasm_bindgen]
impl RaceRun {
    /// Throws the errors of the race.
    #[wasm_bindgen(constructor)]
    pub fn new(given: &JsValue) -> Result<RaceRun, JsValue> {
        Ok(Self(Run::new(race(given)?)))
    }

    /// Changes the race; see `Run::configure`.
    pub fn configure(&mut self, given: &JsValue) -> Result<(), JsValue> {
        self.0.configure(race(given)?);
        Ok(())
    }

    pub fn advance(&mut self, step: f64) -> f64 {
        self.0.advance(step.max(0.0) as u64) as f64
    }

    pub fn path(&self, contestant: usize) -> Float32Array {
        Float32Array::from(self.0.path(contestant))
    }

    pub fn losses(&self, contestant: usize) -> Float64Array {
        Float64Array::from(self.0.losses(contestant))
    }

    pub fn ended(&self, contestant: usize) -> JsValue {
        object(&self.0.ended(contestant))
    }

    /// Sets the minima of the surface, which a worker finds; see `Command::Minima`.
    pub fn know(&mut self, minima: &JsValue) -> Result<(), JsValue> {
        let minima: Vec<Minimum> = part(minima)?;
        self.0.know(minima);
        Ok(())
    }

    /// The reason why there is no value at the start of the race, or null.
    pub fn undefined(&self) -> JsValue {
        object(&self.0.undefined())
    }

    pub fn statistics(&self, step: f64) -> JsValue {
        object(&self.0.statistics_so_far(step.max(0.0) as usize))
    }

    pub fn anatomy(&mut self, contestant: usize, step: f64) -> JsValue {
        object(&self.0.anatomy(contestant, step.max(0.0) as u64))
    }

    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.0.fingerprint())
    }
}

/// Draws losses by step, `[step, loss]` one line after the other, and returns their position.
#[wasm_bindgen(js_name = drawLosses)]
pub fn draw_losses(
    canvas: web_sys::HtmlCanvasElement,
    points: &[f64],
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options: LossOptions = part(options)?;
    let points: Vec<[f64; 2]> = points.chunks_exact(2).map(|point| [point[0], point[1]]).collect();
    let plot = losses(&backend(canvas)?.into_drawing_area(), &points, &options);
    Ok(object(&plot.map_err(|error| error.to_string())?))
}

fn backend(canvas: web_sys::HtmlCanvasElement) -> Result<CanvasBackend, JsValue> {
    CanvasBackend::with_canvas_object(canvas).ok_or_else(|| "the canvas cannot be drawn on".into())
}

/// Draws contour lines of a grid for `levels` and returns the position of the plane.
#[wasm_bindgen(js_name = drawContour)]
pub fn draw_contour(
    canvas: web_sys::HtmlCanvasElement,
    values: &[f64],
    width: usize,
    levels: &[f64],
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options: ContourOptions = part(options)?;
    let frame = contour(&backend(canvas)?.into_drawing_area(), values, width, levels, &options);
    Ok(object(&frame.map_err(|error| error.to_string())?))
}

/// Draws a curve of values over a line and returns the position of the chart.
#[wasm_bindgen(js_name = drawProfile)]
pub fn draw_profile(
    canvas: web_sys::HtmlCanvasElement,
    values: &[f64],
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options: ContourOptions = part(options)?;
    let frame = profile(&backend(canvas)?.into_drawing_area(), values, &options);
    Ok(object(&frame.map_err(|error| error.to_string())?))
}
