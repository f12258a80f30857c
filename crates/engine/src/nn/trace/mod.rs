//! One batch through a network, slowly and readably: every number forward and backward, in f64, one example after the
//! other. Each kind of layer has its forward and its backward pass side by side, as one writes them on paper.
//!
//! Training does not use it. It is what the page shows of a single step, and what the fast pass is tested against.
//! Masks of dropout, noise and batch statistics are those of the fast pass, if the generator is the same.

mod activation;
mod convolution;
mod dense;
mod embedding;
mod loss;
mod merge;
mod noise;
mod normalization;
mod pooling;
mod recurrent;
mod regularization;
mod shape;

pub use activation::derivative;
pub use recurrent::{Step, StepGradients};
pub use regularization::{Clipped, clip, penalty, regularize};

use super::layer::{LayerKind, Masking, PlannedLayer};
use super::loss::{Form, Loss};
use super::network::Network;
use super::plan::{Plan, PlannedOutput};
use crate::random::Random;

/// One row of numbers for each example.
pub type Batch = Vec<Vec<f64>>;

/// What a layer computes from its inputs.
#[derive(Clone, Debug, Default)]
pub struct LayerForward {
    /// Before the activation. Empty for layers without one, and for recurrent layers, whose `steps` have it.
    pub z: Batch,
    /// The output.
    pub a: Batch,
    /// Which places count and which are padding. None if all count.
    pub mask: Option<Vec<Vec<bool>>>,
    /// What each value was multiplied by: 0 or 1 / (1 - rate) in dropout.
    pub factors: Batch,
    /// What was added to each value by noise.
    pub noise: Batch,
    /// The value of the input that was the largest, for each output of a maximum; of a merge, which input it was.
    pub largest: Vec<Vec<usize>>,
    /// Of each channel over the batch, or of each place of each example.
    pub statistics: Vec<Vec<Statistics>>,
    /// The input with mean 0 and variance 1.
    pub normalized: Batch,
    /// The steps of each direction of a recurrent layer, for each example.
    pub steps: Vec<Vec<Vec<Step>>>,
    /// Moving averages after this batch.
    pub new_averages: Vec<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    pub mean: f64,
    pub variance: f64,
    /// 1 / sqrt(variance + epsilon)
    pub inverse_deviation: f64,
    /// The number of values they are of; 0 for moving averages.
    pub count: f64,
}

/// The gradients of the loss with respect to what a layer has computed.
#[derive(Clone, Debug, Default)]
pub struct LayerBackward {
    /// dL/da, summed over all that use the layer's output.
    pub grad_a: Batch,
    /// dL/dz.
    pub grad_z: Batch,
    /// The gradients with respect to its weights. Where layers share them, this is its own part.
    pub grad_weights: Vec<f64>,
    pub steps: Vec<Vec<Vec<StepGradients>>>,
}

/// The forward pass of a batch.
#[derive(Clone, Debug)]
pub struct Forward {
    /// In the order of computation.
    pub layers: Vec<LayerForward>,
}

/// The backward pass of a batch.
#[derive(Clone, Debug)]
pub struct Backward {
    pub layers: Vec<LayerBackward>,
    /// With respect to all trainable weights, without regularization.
    pub weights: Vec<f64>,
}

/// An output of the network with its loss.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    pub name: &'a str,
    pub loss: &'a Loss,
    pub weight: f64,
    /// Whether the loss is computed from the logits, and dL/dz at once.
    pub from_logits: bool,
}

/// A layer with its inputs and weights.
struct Site<'a> {
    inputs: Vec<&'a LayerForward>,
    input_shapes: Vec<&'a [usize]>,
    shape: &'a [usize],
    weights: &'a [f64],
    /// Moving averages.
    non_trainable: &'a [f64],
}

impl Site<'_> {
    /// The first input, which is the only one of most layers.
    fn x(&self) -> &Batch {
        &self.inputs[0].a
    }

    /// The last axis of the first input.
    fn features(&self) -> usize {
        self.input_shapes[0].last().copied().unwrap_or(1)
    }

    fn mask(&self) -> Option<&Vec<Vec<bool>>> {
        self.inputs[0].mask.as_ref()
    }

    /// A row of zeros for each example and each input, for the gradients with respect to them.
    fn zeros(&self) -> Vec<Batch> {
        self.inputs.iter().map(|input| input.a.iter().map(|row| vec![0.0; row.len()]).collect()).collect()
    }
}

/// What a layer's backward pass returns.
#[derive(Default)]
struct Gradients {
    z: Batch,
    inputs: Vec<Batch>,
    weights: Vec<f64>,
    steps: Vec<Vec<Vec<StepGradients>>>,
}

pub fn outputs(network: &Network) -> impl Iterator<Item = Output<'_>> {
    let plan = &network.plan;
    plan.outputs.iter().map(|output| Output {
        name: &plan.config_of(&plan.layers[output.layer]).name,
        loss: &output.loss,
        weight: output.weight,
        from_logits: output.form != Form::Outputs,
    })
}

/// The weights of a network as f64, in their order.
pub fn weights(network: &Network) -> Vec<f64> {
    network.weights.iter().map(|&weight| f64::from(weight)).collect()
}

/// Computes every layer from the inputs, `[input][example][value]`. With a generator the layers behave as in training.
pub fn forward(network: &Network, weights: &[f64], inputs: &[Batch], mut random: Option<Random>) -> Forward {
    let plan = &network.plan;
    let mut layers: Vec<LayerForward> = Vec::new();
    for (index, layer) in plan.layers.iter().enumerate() {
        let computed = match plan.inputs.iter().position(|&input| input == index) {
            Some(input) => LayerForward { a: inputs[input].clone(), ..LayerForward::default() },
            None => {
                let site = site(plan, layer, &layers, weights);
                let kind = &plan.config_of(layer).kind;
                let mut computed = forward_layer(kind, &site, random.as_mut());
                computed.mask = mask(kind, &site, computed.mask);
                computed
            }
        };
        layers.push(computed);
    }
    Forward { layers }
}

/// The loss of each example at each output, `[output][example]`, without the outputs' weights. Targets are
/// `[output][example][unit]`.
pub fn losses(network: &Network, forward: &Forward, targets: &[Batch]) -> Vec<Vec<f64>> {
    let outputs = network.plan.outputs.iter().zip(targets);
    outputs
        .map(|(output, targets)| {
            let layer = &forward.layers[output.layer];
            let rows = layer.a.iter().enumerate().zip(targets);
            rows.map(|((example, a), target)| {
                loss::value(output, layer.z.get(example).map_or(&[], |z| &z[..]), a, target)
            })
            .collect()
        })
        .collect()
}

/// The weighted sum of the losses of one example over all outputs.
pub fn loss_of_example(network: &Network, losses: &[Vec<f64>], example: usize) -> f64 {
    network.plan.outputs.iter().zip(losses).map(|(output, losses)| output.weight * losses[example]).sum()
}

/// Computes the gradients of the sum of `shares[example]` times the loss of each example. With shares of 1 / m it is the
/// mean of a batch of m examples; with a share of 1 for one of them and 0 for the others it is the loss of that one.
pub fn backward(
    network: &Network,
    weights: &[f64],
    forward: &Forward,
    targets: &[Batch],
    shares: &[f64],
) -> Backward {
    let plan = &network.plan;
    let zeros = |layer: &LayerForward| layer.a.iter().map(|row| vec![0.0; row.len()]).collect::<Batch>();
    let mut grads: Vec<Batch> = forward.layers.iter().map(zeros).collect();
    let mut weight_gradients = vec![0.0; plan.weights];
    let mut layers = vec![LayerBackward::default(); plan.layers.len()];

    for (output, targets) in plan.outputs.iter().zip(targets) {
        let of_loss = loss::gradient(output, &forward.layers[output.layer].a, targets, shares);
        add(&mut grads[output.layer], &of_loss);
    }
    for (index, layer) in plan.layers.iter().enumerate().rev() {
        let grad_a = std::mem::take(&mut grads[index]);
        if plan.inputs.contains(&index) {
            layers[index].grad_a = grad_a;
            continue;
        }
        let site = site(plan, layer, &forward.layers, weights);
        let own = &forward.layers[index];
        // A loss of logits has a gradient with respect to z that is finite everywhere, where dL/da times da/dz is not.
        let from_logits = plan.outputs.iter().zip(targets).find(|(output, _)| is_of_logits(output, index));
        let grad_z =
            from_logits.map(|(output, targets)| loss::gradient_of_logits(output, &own.a, targets, shares));
        let gradients = backward_layer(&plan.config_of(layer).kind, &site, own, &grad_a, grad_z);
        for (&input, gradient) in layer.inputs.iter().zip(&gradients.inputs) {
            add(&mut grads[input], gradient);
        }
        let all = weight_gradients[layer.weights.clone()].iter_mut().zip(&gradients.weights);
        all.for_each(|(sum, gradient)| *sum += gradient);
        layers[index] = LayerBackward {
            grad_a,
            grad_z: gradients.z,
            grad_weights: gradients.weights,
            steps: gradients.steps,
        };
    }
    Backward { layers, weights: weight_gradients }
}

fn is_of_logits(output: &PlannedOutput, layer: usize) -> bool {
    output.layer == layer && output.form != Form::Outputs
}

fn add(sum: &mut Batch, gradient: &Batch) {
    let rows = sum.iter_mut().zip(gradient);
    rows.for_each(|(sum, row)| sum.iter_mut().zip(row).for_each(|(sum, gradient)| *sum += gradient));
}

fn site<'a>(
    plan: &'a Plan,
    layer: &'a PlannedLayer,
    layers: &'a [LayerForward],
    weights: &'a [f64],
) -> Site<'a> {
    let (trainable, non_trainable) = weights.split_at(plan.weights);
    Site {
        inputs: layer.inputs.iter().map(|&input| &layers[input]).collect(),
        input_shapes: layer.inputs.iter().map(|&input| &plan.layers[input].shape[..]).collect(),
        shape: &layer.shape,
        weights: &trainable[layer.weights.clone()],
        non_trainable: &non_trainable[layer.non_trainable.clone()],
    }
}

fn forward_layer(kind: &LayerKind, site: &Site, random: Option<&mut Random>) -> LayerForward {
    match kind {
        LayerKind::Input(_) => LayerForward::default(),
        LayerKind::Dense(layer) => dense::forward(layer, site),
        LayerKind::Activation(layer) => activation::forward(layer, site),
        LayerKind::Dropout(layer) => noise::forward_dropout(layer, site, random),
        LayerKind::GaussianNoise(layer) => noise::forward_noise(layer, site, random),
        LayerKind::Conv1d(layer) => convolution::forward(layer, site),
        LayerKind::Conv2d(layer) => convolution::forward(layer, site),
        LayerKind::MaxPooling1d(layer) => pooling::forward(layer, site),
        LayerKind::MaxPooling2d(layer) => pooling::forward(layer, site),
        LayerKind::AveragePooling1d(layer) => pooling::forward(layer, site),
        LayerKind::AveragePooling2d(layer) => pooling::forward(layer, site),
        LayerKind::GlobalMaxPooling1d(_) | LayerKind::GlobalMaxPooling2d(_) => pooling::forward_max(site),
        LayerKind::GlobalAveragePooling1d(_) | LayerKind::GlobalAveragePooling2d(_) => {
            pooling::forward_average(site)
        }
        LayerKind::Flatten(_) | LayerKind::Reshape(_) => shape::forward_reshape(site),
        LayerKind::Embedding(layer) => embedding::forward(layer, site),
        LayerKind::SimpleRnn(_) | LayerKind::Lstm(_) | LayerKind::Gru(_) => recurrent::forward(kind, site),
        LayerKind::Bidirectional(layer) => recurrent::forward_bidirectional(layer, site),
        LayerKind::BatchNormalization(layer) => normalization::forward_batch(layer, site, random.is_some()),
        LayerKind::LayerNormalization(layer) => normalization::forward_layer(layer, site),
        LayerKind::Concatenate(layer) => shape::forward_concatenate(layer, site),
        LayerKind::Add(_) => merge::forward_sum(site, 1.0),
        LayerKind::Average(_) => merge::forward_sum(site, 1.0 / site.inputs.len() as f64),
        LayerKind::Multiply(_) => merge::forward_product(site),
        LayerKind::Maximum(_) => merge::forward_maximum(site),
    }
}

/// `grad_z` is given by losses of logits and replaces what follows from `grad_a`.
fn backward_layer(
    kind: &LayerKind,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
    grad_z: Option<Batch>,
) -> Gradients {
    match kind {
        LayerKind::Input(_) => Gradients::default(),
        LayerKind::Dense(layer) => dense::backward(layer, site, own, grad_a, grad_z),
        LayerKind::Activation(layer) => activation::backward(layer, site, own, grad_a, grad_z),
        LayerKind::Dropout(_) => noise::backward_dropout(own, grad_a),
        LayerKind::GaussianNoise(_) => noise::backward_noise(grad_a),
        LayerKind::Conv1d(layer) => convolution::backward(layer, site, own, grad_a),
        LayerKind::Conv2d(layer) => convolution::backward(layer, site, own, grad_a),
        LayerKind::MaxPooling1d(_)
        | LayerKind::MaxPooling2d(_)
        | LayerKind::GlobalMaxPooling1d(_)
        | LayerKind::GlobalMaxPooling2d(_) => pooling::backward_max(site, own, grad_a),
        LayerKind::AveragePooling1d(layer) => pooling::backward(layer, site, grad_a),
        LayerKind::AveragePooling2d(layer) => pooling::backward(layer, site, grad_a),
        LayerKind::GlobalAveragePooling1d(_) | LayerKind::GlobalAveragePooling2d(_) => {
            pooling::backward_average(site, grad_a)
        }
        LayerKind::Flatten(_) | LayerKind::Reshape(_) => shape::backward_reshape(grad_a),
        LayerKind::Embedding(layer) => embedding::backward(layer, site, grad_a),
        LayerKind::SimpleRnn(_) | LayerKind::Lstm(_) | LayerKind::Gru(_) => {
            recurrent::backward(kind, site, own, grad_a)
        }
        LayerKind::Bidirectional(layer) => recurrent::backward_bidirectional(layer, site, own, grad_a),
        LayerKind::BatchNormalization(layer) => normalization::backward_batch(layer, site, own, grad_a),
        LayerKind::LayerNormalization(layer) => normalization::backward_layer(layer, site, own, grad_a),
        LayerKind::Concatenate(layer) => shape::backward_concatenate(layer, site, grad_a),
        LayerKind::Add(_) => merge::backward_sum(site, grad_a, 1.0),
        LayerKind::Average(_) => merge::backward_sum(site, grad_a, 1.0 / site.inputs.len() as f64),
        LayerKind::Multiply(_) => merge::backward_product(site, grad_a),
        LayerKind::Maximum(_) => merge::backward_maximum(site, own, grad_a),
    }
}

/// The mask of a layer's output; `own` is what an embedding has made of its tokens.
fn mask(kind: &LayerKind, site: &Site, own: Option<Vec<Vec<bool>>>) -> Option<Vec<Vec<bool>>> {
    match kind.masking(site.shape.len()) {
        Masking::Drops => None,
        Masking::Passes => site.mask().cloned(),
        Masking::Makes => own,
        Masking::Concatenates { axis } if axis + 1 < site.shape.len() => shape::concatenate_masks(axis, site),
        Masking::Merges | Masking::Concatenates { .. } => {
            let masks: Option<Vec<_>> = site.inputs.iter().map(|input| input.mask.as_ref()).collect();
            let mut masks = masks?.into_iter();
            let mut any = masks.next()?.clone();
            for mask in masks {
                for (any, mask) in any.iter_mut().zip(mask) {
                    any.iter_mut().zip(mask).for_each(|(any, counts)| *any |= counts);
                }
            }
            Some(any)
        }
    }
}
