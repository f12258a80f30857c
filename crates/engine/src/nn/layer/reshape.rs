//! The same values in another shape.
//! Sources: <https://keras.io/api/layers/reshaping_layers/flatten/>, <https://keras.io/api/layers/reshaping_layers/reshape/>

use kernels::elementwise;
use serde::{Deserialize, Serialize};

use super::{Backward, Forward, Layer, one};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FlattenConfig {}

impl Layer for FlattenConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(vec![one(inputs)?.iter().product()])
    }

    fn forward(&self, pass: Forward) {
        copy(pass);
    }

    fn backward(&self, pass: Backward) {
        copy_back(pass);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReshapeConfig {
    /// Without the batch. One side may be -1 and is computed from the others.
    pub target_shape: Vec<i64>,
}

impl Default for ReshapeConfig {
    fn default() -> Self {
        Self { target_shape: vec![-1] }
    }
}

impl Layer for ReshapeConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let input = one(inputs)?;
        let (size, target) = (input.iter().product::<usize>(), &self.target_shape);
        let error = || GraphError::TargetSize { target: target.clone(), size, shape: input.to_vec() };
        if target.is_empty() || target.iter().any(|&side| side == 0 || side < -1) {
            return Err(GraphError::TargetSides { target: target.clone() });
        }
        let known = target
            .iter()
            .filter(|&&side| side > 0)
            .try_fold(1_usize, |product, &side| product.checked_mul(usize::try_from(side).ok()?))
            .ok_or_else(error)?;
        let open = target.iter().filter(|&&side| side == -1).count();
        if open > 1 || size % known != 0 || (open == 0 && size != known) {
            return Err(error());
        }
        Ok(target.iter().map(|&side| usize::try_from(side).unwrap_or(size / known)).collect())
    }

    fn forward(&self, pass: Forward) {
        copy(pass);
    }

    fn backward(&self, pass: Backward) {
        copy_back(pass);
    }
}

fn copy(pass: Forward) {
    elementwise::copy(pass.output, pass.site.input(pass.before, 0));
}

fn copy_back(mut pass: Backward) {
    let Some(grad_input) = pass.grad_inputs.of(&pass.site, 0) else { return };
    elementwise::add(grad_input, pass.grad_output);
}
