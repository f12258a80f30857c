//! Gradients against finite differences.

use std::collections::BTreeMap;

use descent::nn::{Loss, Mode, Network, NetworkConfig, Workspace};
use descent::random::{Random, Stream};
use serde_json::{Value, json};

/// Shape of a layer's input without the batch.
pub fn axes(kind: &str) -> usize {
    match kind {
        kind if kind.ends_with("2d") => 3,
        kind if kind.ends_with("1d") => 2,
        "simple_rnn" | "lstm" | "gru" | "bidirectional" => 2,
        _ => 1,
    }
}

/// A network with a batch, for finite differences.
pub struct Bench {
    network: Network,
    space: Workspace,
    examples: usize,
}

impl Bench {
    /// Layers that end in `y`. Inputs of dtype int32 get tokens below 5. Targets are shares of classes or any numbers.
    pub fn new(layers: Value, loss: &str, examples: usize, targets_are_shares: bool) -> Self {
        Self::with_outputs(layers, &["y"], loss, examples, targets_are_shares)
    }

    pub fn with_outputs(layers: Value, outputs: &[&str], loss: &str, examples: usize, shares: bool) -> Self {
        let config: NetworkConfig =
            serde_json::from_value(json!({"layers": layers, "outputs": outputs})).expect("the network reads");
        let loss: Loss = serde_json::from_value(loss.into()).expect("the loss reads");
        let losses = outputs.iter().map(|&output| (output.to_owned(), loss.clone())).collect();
        let mut network = Network::compile(config, &losses, &BTreeMap::new()).expect("the network compiles");
        network.initialize(3);
        let mut random = Random::new(5, Stream::Data);
        for weight in network.trainable_mut() {
            *weight += random.between(-0.3, 0.3) as f32;
        }
        let mut space = network.workspace(examples);
        let stride = space.stride();
        let names: Vec<String> = network.input_names().map(str::to_owned).collect();
        for (input, name) in names.iter().enumerate() {
            let is_token = layers
                .as_array()
                .into_iter()
                .flatten()
                .any(|layer| layer["name"] == name.as_str() && layer["dtype"] == "int32");
            for (index, value) in space.input_mut(input).iter_mut().enumerate() {
                *value = match (index % stride < examples, is_token) {
                    (true, true) => random.below(5) as f32,
                    (true, false) => random.between(-1.5, 1.5) as f32,
                    // Padding must not count.
                    (false, _) => 7.0,
                };
            }
        }
        for output in 0..outputs.len() {
            let units = space.target_mut(output).len() / stride;
            for lane in 0..examples {
                let hot = random.below(units);
                for unit in 0..units {
                    let share = if unit == hot { 1.0 } else { 0.0 };
                    let value = if shares { share } else { random.between(-1.0, 1.0) as f32 };
                    space.target_mut(output)[unit * stride + lane] = value;
                }
            }
        }
        Self { network, space, examples }
    }

    /// The loss with penalties. Dropout and noise draw the same numbers every time.
    fn loss(&mut self) -> f64 {
        let mut random = Random::new(8, Stream::Dropout);
        self.network.forward(&mut self.space, self.examples, Mode::Training(&mut random));
        self.network.loss(&self.space, self.examples) + self.network.penalty()
    }

    /// The largest difference between a gradient and its finite difference, relative to its size. Weights near which
    /// the loss has a kink are skipped; only few may be.
    pub fn worst(&mut self) -> (f64, usize) {
        self.loss();
        // Earlier contents of the gradients must not matter.
        self.space.gradients_mut().fill(1e6);
        self.network.backward(&mut self.space, self.examples);
        let gradients = self.space.gradients().to_vec();
        let (mut kinks, most_kinks) = (0, 1 + gradients.len() / 5);
        let mut worst = (0.0, 0);
        for (index, gradient) in gradients.into_iter().enumerate() {
            let weight = self.network.weights[index];
            let slope = self.slope(|bench, offset| bench.network.weights[index] = weight + offset);
            self.network.weights[index] = weight;
            let Some(expected) = slope else {
                kinks += 1;
                continue;
            };
            let difference = (expected - f64::from(gradient)).abs() / (0.1 + expected.abs());
            if difference > worst.0 {
                worst = (difference, index);
            }
        }
        assert!(kinks <= most_kinks, "{kinks} kinks");
        worst
    }

    /// The same for the values of input `input`.
    pub fn worst_of_input(&mut self, input: usize) -> f64 {
        self.space.enable_input_gradients();
        self.loss();
        self.network.backward(&mut self.space, self.examples);
        let layer =
            self.network.layers().position(|layer| self.network.input_names().nth(input) == Some(layer.name));
        let gradients = self.space.value_gradients(layer.expect("inputs are layers")).to_vec();
        let (stride, examples) = (self.space.stride(), self.examples);
        let mut worst = 0.0_f64;
        for (index, gradient) in
            gradients.into_iter().enumerate().filter(|(index, _)| index % stride < examples)
        {
            let value = self.space.input_mut(input)[index];
            let slope = self.slope(|bench, offset| bench.space.input_mut(input)[index] = value + offset);
            self.space.input_mut(input)[index] = value;
            if let Some(expected) = slope {
                worst = worst.max((expected - f64::from(gradient)).abs() / (0.1 + expected.abs()));
            }
        }
        worst
    }

    /// Slope of the loss by two central differences, extrapolated: the error falls with h^4. None at a kink.
    fn slope(&mut self, set: impl Fn(&mut Self, f32)) -> Option<f64> {
        let h = 1e-3_f32;
        let mut at = |offset: f32| {
            set(self, offset);
            self.loss()
        };
        let slope = |rise: f64, run: f32| rise / (2.0 * f64::from(run));
        let (near, far) = (slope(at(h) - at(-h), h), slope(at(2.0 * h) - at(-2.0 * h), 2.0 * h));
        ((near - far).abs() <= 0.01 * (0.1 + near.abs())).then(|| (4.0 * near - far) / 3.0)
    }
}
