//! Concatenates inputs along an axis. Source: <https://keras.io/api/layers/merging_layers/concatenate/>

use std::ops::Range;

use kernels::elementwise::{add, copy};
use serde::{Deserialize, Serialize};

use super::{Backward, Forward, Layer, Masking, Site};
use crate::field_error::ArgumentRange;
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConcatenateConfig {
    /// As in Keras the batch is axis 0; -1 is the last.
    pub axis: i64,
}

impl Default for ConcatenateConfig {
    fn default() -> Self {
        Self { axis: -1 }
    }
}

impl ConcatenateConfig {
    /// The axis in a shape without the batch.
    pub fn axis_of(&self, rank: usize) -> Option<usize> {
        let axis = if self.axis < 0 { self.axis + rank as i64 } else { self.axis - 1 };
        usize::try_from(axis).ok().filter(|&axis| axis < rank)
    }

    /// Computes the mask of the output if it differs from those of the inputs.
    fn concatenate_masks(&self, pass: &mut Forward) {
        let site = pass.site;
        let axis = self.axis_of(site.shape.len()).expect("the shape was checked");
        if axis + 1 == site.shape.len() {
            return pass.merge_masks();
        }
        if site.mask.is_empty() {
            return;
        }
        let (outer, inner) = (&site.shape[..axis], &site.shape[axis + 1..site.shape.len() - 1]);
        let (blocks, width) = (outer.iter().product::<usize>(), inner.iter().product::<usize>());
        let line = site.shape[axis] * width;
        let mut offset = 0;
        for index in 0..site.inputs.len() {
            let size = site.input_shape(index)[axis] * width;
            for block in 0..blocks {
                let (before, own) = pass.masks.split_at_mut(site.mask.start * site.stride);
                let to = &mut own[(block * line + offset) * site.stride..][..size * site.stride];
                match site.input_mask(index) {
                    Some(rows) => copy(to, &before[(rows.start + block * size) * site.stride..][..to.len()]),
                    None => to.fill(1.0),
                }
            }
            offset += size;
        }
    }

    /// Calls `copy` with the index of an input, a range of its rows, and the range of output rows with the same values.
    fn each_block(&self, site: &Site, mut copy: impl FnMut(usize, Range<usize>, Range<usize>)) {
        let axis = self.axis_of(site.shape.len()).expect("the shape was checked");
        let (outer, inner) = (&site.shape[..axis], &site.shape[axis + 1..]);
        let (blocks, width) = (outer.iter().product::<usize>(), inner.iter().product::<usize>());
        let line = site.shape[axis] * width;
        let mut offset = 0;
        for index in 0..site.inputs.len() {
            let size = site.input_shape(index)[axis] * width;
            for block in 0..blocks {
                let (from, to) = (block * size, block * line + offset);
                let rows = |start: usize| start * site.stride..(start + size) * site.stride;
                copy(index, rows(from), rows(to));
            }
            offset += size;
        }
    }
}

impl Layer for ConcatenateConfig {
    fn ranges(&self) -> Vec<ArgumentRange> {
        // No array of a layer has more axes.
        vec![("axis", self.axis as f64, -4.0, 4.0)]
    }

    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let [first, _, ..] = inputs else {
            return Err(GraphError::TooFewInputs { count: inputs.len() });
        };
        let axis = self
            .axis_of(first.len())
            .ok_or_else(|| GraphError::Axis { axis: self.axis, shape: first.to_vec() })?;
        let fits = |shape: &[usize]| {
            shape.len() == first.len() && (0..shape.len()).all(|at| at == axis || shape[at] == first[at])
        };
        if let Some(other) = inputs.iter().find(|shape| !fits(shape)) {
            return Err(GraphError::OneAxis {
                axis: self.axis,
                first: first.to_vec(),
                other: other.to_vec(),
            });
        }
        let mut shape = first.to_vec();
        shape[axis] = inputs.iter().map(|input| input[axis]).sum();
        Ok(shape)
    }

    fn masking(&self, rank: usize) -> Masking {
        self.axis_of(rank).map_or(Masking::Drops, |axis| Masking::Concatenates { axis })
    }

    fn forward(&self, mut pass: Forward) {
        let site = pass.site;
        self.concatenate_masks(&mut pass);
        self.each_block(&site, |index, from, to| {
            copy(&mut pass.output[to], &site.input(pass.before, index)[from]);
        });
    }

    fn backward(&self, mut pass: Backward) {
        let site = pass.site;
        self.each_block(&site, |index, from, to| {
            if let Some(grad_input) = pass.grad_inputs.of(&site, index) {
                add(&mut grad_input[from], &pass.grad_output[to]);
            }
        });
    }
}
