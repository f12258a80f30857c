//! The layers, each as a few operators.

use super::graph::{float, floats, int, integers, ints, tensor};
use super::proto::{AttributeProto, TensorProto, element};
use super::{Value, Writer};
use crate::export::layer_name;
use crate::export::model::same_padding;
use crate::nn::{
    BatchNormalizationConfig, DenseConfig, EmbeddingConfig, LayerConfig, LayerKind, LayerNormalizationConfig,
    Masking, Padding, Recurrent,
};

/// A convolution or a pooling: its windows, and how far apart they are.
struct Windows<'a> {
    window: &'a [usize],
    strides: &'a [usize],
    padding: Padding,
}

macro_rules! windows {
    ($config:expr, $window:ident, $strides:expr) => {
        Windows { window: &$config.$window.0, strides: &$strides.0, padding: $config.padding }
    };
}

macro_rules! pooling {
    ($self:ident, $operator:literal, $config:expr, $layer:expr) => {{
        let strides = $config.strides.unwrap_or($config.pool_size);
        $self.pooling($operator, $layer, windows!($config, pool_size, strides))
    }};
}

impl Writer<'_> {
    /// Adds a layer.
    pub(super) fn layer(&mut self, layer: &LayerConfig, shape: &[usize]) {
        let mask = self.mask(layer, shape);
        let value = self.value(layer, shape);
        self.values.insert(layer.name.clone(), value);
        if let Some(mask) = mask {
            self.masks.insert(layer.name.clone(), mask);
        }
    }

    /// The mask of a layer's output, by Keras's rules.
    fn mask(&mut self, layer: &LayerConfig, shape: &[usize]) -> Option<String> {
        let own: Vec<Option<String>> =
            layer.inputs.iter().map(|input| self.masks.get(input).cloned()).collect();
        match layer.kind.masking(shape.len()) {
            Masking::Drops => None,
            Masking::Passes => own.first().cloned().flatten(),
            Masking::Makes => {
                let tokens = self.tokens(&layer.inputs[0]);
                let zero = self.graph.constant("padding", TensorProto { dims: Vec::new(), ..integers(&[0]) });
                let is_padding = self.graph.node("Equal", &[&tokens, &zero], []);
                Some(self.graph.node("Not", &[&is_padding], []))
            }
            Masking::Concatenates { axis } if axis + 1 != shape.len() => {
                if own.iter().all(Option::is_none) {
                    return None;
                }
                let parts: Vec<String> = own
                    .into_iter()
                    .zip(&layer.inputs)
                    .map(|(mask, input)| mask.unwrap_or_else(|| self.everywhere(input)))
                    .collect();
                let parts: Vec<&str> = parts.iter().map(|part| &part[..]).collect();
                Some(self.graph.node("Concat", &parts, [int("axis", axis as i64 + 1)]))
            }
            Masking::Merges | Masking::Concatenates { .. } => {
                let mut all = own.into_iter().collect::<Option<Vec<String>>>()?;
                all.dedup();
                self.any(all)
            }
        }
    }

    /// Where any of some masks is true.
    fn any(&mut self, masks: Vec<String>) -> Option<String> {
        masks.into_iter().reduce(|any, next| self.graph.node("Or", &[&any, &next], []))
    }

    /// A mask that is true at every place of a value.
    fn everywhere(&mut self, input: &str) -> String {
        let value = self.last(input);
        let places = self.graph.node("Shape", &[&value], [int("start", 0), int("end", -1)]);
        let truth = TensorProto {
            dims: vec![1],
            data_type: element::BOOL,
            raw_data: vec![1],
            ..TensorProto::default()
        };
        self.graph.node("ConstantOfShape", &[&places], [tensor("value", truth)])
    }

    /// The tokens of a layer as integers of 64 bits.
    fn tokens(&mut self, input: &str) -> String {
        let value = self.values[input].name.clone();
        self.graph.node("Cast", &[&value], [int("to", element::INT64.into())])
    }

    /// The inputs of a layer with the channels last.
    fn inputs(&mut self, layer: &LayerConfig) -> Vec<String> {
        layer.inputs.iter().map(|input| self.last(input)).collect()
    }

    fn value(&mut self, layer: &LayerConfig, shape: &[usize]) -> Value {
        let owner = layer.shared_with.as_deref().unwrap_or(&layer.name);
        let input = layer.inputs.first().map_or("", |input| &input[..]);
        let from = self.model.shape(input);
        let name = match &layer.kind {
            LayerKind::Input(_) if self.has_tokens(&layer.name) && self.feeds_numbers(&layer.name) => {
                self.graph.node("Cast", &[&layer.name], [int("to", element::FLOAT.into())])
            }
            LayerKind::Input(_) => layer.name.clone(),
            LayerKind::Dropout(_) | LayerKind::GaussianNoise(_) => return self.values[input].clone(),
            LayerKind::Activation(config) => {
                let Value { name, channels_first } = self.values[input].clone();
                let axis = if channels_first { 1 } else { -1 };
                let name = self.activated(&config.activation, &name, axis);
                return Value { name, channels_first };
            }
            LayerKind::Conv1d(config) => {
                let z = self.convolution(layer, owner, windows!(config, kernel_size, config.strides));
                let name = self.activated(&config.activation, &z, 1);
                return Value { name, channels_first: true };
            }
            LayerKind::Conv2d(config) => {
                let z = self.convolution(layer, owner, windows!(config, kernel_size, config.strides));
                let name = self.activated(&config.activation, &z, 1);
                return Value { name, channels_first: true };
            }
            LayerKind::MaxPooling1d(config) => return pooling!(self, "MaxPool", config, layer),
            LayerKind::MaxPooling2d(config) => return pooling!(self, "MaxPool", config, layer),
            LayerKind::AveragePooling1d(config) => return pooling!(self, "AveragePool", config, layer),
            LayerKind::AveragePooling2d(config) => return pooling!(self, "AveragePool", config, layer),
            LayerKind::BatchNormalization(config) => return self.batch_normalization(layer, owner, config),
            LayerKind::Dense(config) => self.dense(layer, owner, config),
            LayerKind::GlobalMaxPooling1d(_) | LayerKind::GlobalMaxPooling2d(_) => {
                self.over_places("ReduceMax", input)
            }
            LayerKind::GlobalAveragePooling1d(_) | LayerKind::GlobalAveragePooling2d(_) => {
                match self.masks.get(input).cloned() {
                    Some(mask) => self.mean_of_unmasked(input, &mask),
                    None => self.over_places("ReduceMean", input),
                }
            }
            LayerKind::Flatten(_) => {
                let value = self.last(input);
                self.graph.node("Flatten", &[&value], [int("axis", 1)])
            }
            LayerKind::Reshape(_) => {
                let value = self.last(input);
                let sides: Vec<i64> = [0].into_iter().chain(shape.iter().map(|&side| side as i64)).collect();
                let sides = self.graph.constant("shape", integers(&sides));
                self.graph.node("Reshape", &[&value, &sides], [])
            }
            LayerKind::Embedding(config) => self.embedding(input, owner, config),
            LayerKind::SimpleRnn(config) => {
                self.recurrent(layer, owner, &Recurrent::SimpleRnn(config.clone()))
            }
            LayerKind::Lstm(config) => self.recurrent(layer, owner, &Recurrent::Lstm(config.clone())),
            LayerKind::Gru(config) => self.recurrent(layer, owner, &Recurrent::Gru(config.clone())),
            LayerKind::Bidirectional(config) => self.bidirectional(layer, owner, config),
            LayerKind::LayerNormalization(config) => self.layer_normalization(input, owner, config, &from),
            LayerKind::Concatenate(config) => {
                let axis = config.axis_of(shape.len()).map_or(-1, |axis| axis as i64 + 1);
                self.merge(layer, "Concat", vec![int("axis", axis)])
            }
            LayerKind::Add(_) => self.merge(layer, "Sum", Vec::new()),
            LayerKind::Average(_) => self.merge(layer, "Mean", Vec::new()),
            LayerKind::Multiply(_) => self.product(layer),
            LayerKind::Maximum(_) => self.maximum(layer),
        };
        Value { name, channels_first: false }
    }

    /// Whether a layer that takes numbers takes this one's tokens.
    fn feeds_numbers(&self, name: &str) -> bool {
        let takes = |layer: &&LayerConfig| layer.inputs.iter().any(|input| input == name);
        let mut layers = self.model.config.layers.iter().filter(takes);
        layers.any(|layer| !matches!(layer.kind, LayerKind::Embedding(_)))
    }

    fn merge(&mut self, layer: &LayerConfig, operator: &str, attributes: Vec<AttributeProto>) -> String {
        let all = self.inputs(layer);
        let all: Vec<&str> = all.iter().map(|input| &input[..]).collect();
        self.graph.nodes(operator, &all, attributes, 1).remove(0)
    }

    fn dense(&mut self, layer: &LayerConfig, owner: &str, config: &DenseConfig) -> String {
        let input = self.last(&layer.inputs[0]);
        let kernel = self.parameter(owner, "kernel").unwrap_or_default();
        let bias = self.parameter(owner, "bias");
        let is_row = self.model.shape(&layer.inputs[0]).len() == 1;
        let z = match bias {
            Some(bias) if is_row => self.graph.node("Gemm", &[&input, &kernel, &bias], []),
            Some(bias) => {
                let product = self.graph.node("MatMul", &[&input, &kernel], []);
                self.graph.node("Add", &[&product, &bias], [])
            }
            None => self.graph.node("MatMul", &[&input, &kernel], []),
        };
        self.activated(&config.activation, &z, -1)
    }

    fn convolution(&mut self, layer: &LayerConfig, owner: &str, windows: Windows) -> String {
        let input = self.first(&layer.inputs[0]);
        let (shape, values) = self.weights(owner, "kernel");
        // Keras has the places first, then channels and filters; ONNX filters, channels and places.
        let places: usize = windows.window.iter().product();
        let [.., channels, filters] = shape[..] else { unreachable!("a kernel has channels and filters") };
        let at =
            |filter: usize, channel: usize, place: usize| (place * channels + channel) * filters + filter;
        let order = (0..filters).flat_map(|filter| {
            (0..channels).flat_map(move |channel| (0..places).map(move |place| at(filter, channel, place)))
        });
        let sides = [&[filters, channels], windows.window].concat();
        let kernel = || floats(&sides, order.map(|index| values[index]));
        let kernel = self.graph.weight(&layer_name(owner), "kernel", kernel);
        let bias = self.parameter(owner, "bias");
        let attributes = self.window_attributes(&layer.inputs[0], &windows);
        let inputs: Vec<&str> = [&input, &kernel].into_iter().chain(&bias).map(|name| &name[..]).collect();
        self.graph.nodes("Conv", &inputs, attributes, 1).remove(0)
    }

    fn window_attributes(&self, input: &str, windows: &Windows) -> Vec<AttributeProto> {
        let Windows { window, strides, padding } = *windows;
        let from = self.model.shape(input);
        let numbers = |sides: &[usize]| sides.iter().map(|&side| side as i64).collect::<Vec<_>>();
        let pads = match padding {
            Padding::Same => same_padding(&from, window, strides),
            Padding::Valid => vec![[0, 0]; window.len()],
        };
        let [before, after] = [0, 1].map(|end| pads.iter().map(|pad| pad[end]).collect::<Vec<_>>());
        vec![
            ints("kernel_shape", numbers(window)),
            ints("strides", numbers(strides)),
            ints("pads", numbers(&[before, after].concat())),
        ]
    }

    fn pooling(&mut self, operator: &str, layer: &LayerConfig, windows: Windows) -> Value {
        let input = self.first(&layer.inputs[0]);
        let mut attributes = self.window_attributes(&layer.inputs[0], &windows);
        if operator == "AveragePool" {
            attributes.push(int("count_include_pad", 0));
        }
        Value { name: self.graph.nodes(operator, &[&input], attributes, 1).remove(0), channels_first: true }
    }

    /// Reduces all places of a sequence or an image.
    fn over_places(&mut self, operator: &str, input: &str) -> String {
        let Value { name, channels_first } = self.values[input].clone();
        let places = self.model.shape(input).len() as i64 - 1;
        let axes = if channels_first { 2..2 + places } else { 1..1 + places };
        self.graph.node(operator, &[&name], [ints("axes", axes), int("keepdims", 0)])
    }

    fn mean_of_unmasked(&mut self, input: &str, mask: &str) -> String {
        let x = self.last(input);
        let (axes, ends) =
            (self.graph.constant("axes", integers(&[1])), self.graph.constant("ends", integers(&[-1])));
        let wide = self.graph.node("Unsqueeze", &[mask, &ends], []);
        let zero = self.graph.number("zero", 0.0);
        let kept = self.graph.node("Where", &[&wide, &x, &zero], []);
        let sum = self.graph.node("ReduceSum", &[&kept, &axes], [int("keepdims", 0)]);
        let ones = self.graph.node("Cast", &[mask], [int("to", element::FLOAT.into())]);
        let count = self.graph.node("ReduceSum", &[&ones, &axes], [int("keepdims", 1)]);
        let one = self.graph.number("one", 1.0);
        let count = self.graph.node("Max", &[&count, &one], []);
        self.graph.node("Div", &[&sum, &count], [])
    }

    fn embedding(&mut self, input: &str, owner: &str, config: &EmbeddingConfig) -> String {
        let tokens = self.tokens(input);
        // What is outside has the first or the last row, as in Descent.
        let last = config.input_dim as i64 - 1;
        let scalar = |value: i64| TensorProto { dims: Vec::new(), ..integers(&[value]) };
        let (low, high) =
            (self.graph.constant("first", scalar(0)), self.graph.constant("last", scalar(last)));
        let tokens = self.graph.node("Clip", &[&tokens, &low, &high], []);
        let rows = self.parameter(owner, "embeddings").unwrap_or_default();
        self.graph.node("Gather", &[&rows, &tokens], [int("axis", 0)])
    }

    fn batch_normalization(
        &mut self,
        layer: &LayerConfig,
        owner: &str,
        config: &BatchNormalizationConfig,
    ) -> Value {
        let channels = self.model.shape(&layer.inputs[0]).last().copied().unwrap_or(1);
        let input = self.first(&layer.inputs[0]);
        let [scale, shift, mean, variance] =
            [("gamma", 1.0), ("beta", 0.0), ("moving_mean", 0.0), ("moving_variance", 1.0)]
                .map(|(name, otherwise)| self.parameter_or(owner, name, otherwise, channels));
        let epsilon = float("epsilon", config.epsilon);
        let name =
            self.graph.node("BatchNormalization", &[&input, &scale, &shift, &mean, &variance], [epsilon]);
        Value { name, channels_first: self.model.shape(&layer.inputs[0]).len() > 1 }
    }

    fn layer_normalization(
        &mut self,
        input: &str,
        owner: &str,
        config: &LayerNormalizationConfig,
        from: &[usize],
    ) -> String {
        let features = from.last().copied().unwrap_or(1);
        let x = self.last(input);
        let scale = self.parameter_or(owner, "gamma", 1.0, features);
        let shift = self.parameter_or(owner, "beta", 0.0, features);
        let attributes = [int("axis", -1), float("epsilon", config.epsilon)];
        self.graph.node("LayerNormalization", &[&x, &scale, &shift], attributes)
    }

    /// A parameter, or a constant in its place.
    fn parameter_or(&mut self, owner: &str, name: &str, otherwise: f32, count: usize) -> String {
        self.parameter(owner, name)
            .unwrap_or_else(|| self.graph.constant(name, floats(&[count], vec![otherwise; count])))
    }

    /// A mask of places for values with features.
    fn wide(&mut self, mask: &str) -> String {
        let axes = self.graph.constant("axes", integers(&[-1]));
        self.graph.node("Unsqueeze", &[mask, &axes], [])
    }

    /// The inputs of a layer, with a number where they are masked.
    fn without_masked(&mut self, layer: &LayerConfig, neutral: f32) -> Vec<String> {
        let all = self.inputs(layer);
        let each = layer.inputs.iter().zip(all).map(|(input, value)| match self.masks.get(input).cloned() {
            Some(mask) => {
                let (mask, neutral) = (self.wide(&mask), self.graph.number("neutral", neutral));
                self.graph.node("Where", &[&mask, &value, &neutral], [])
            }
            None => value,
        });
        each.collect()
    }

    /// Where any input is unmasked; None if one has no mask.
    fn any_unmasked(&mut self, layer: &LayerConfig) -> Option<String> {
        let masks: Vec<String> =
            layer.inputs.iter().map(|input| self.masks.get(input).cloned()).collect::<Option<_>>()?;
        let any = self.any(masks)?;
        Some(self.wide(&any))
    }

    fn product(&mut self, layer: &LayerConfig) -> String {
        let each = self.without_masked(layer, 1.0);
        let product = each.into_iter().reduce(|product, next| self.graph.node("Mul", &[&product, &next], []));
        let product = product.unwrap_or_default();
        match self.any_unmasked(layer) {
            Some(any) => {
                let zero = self.graph.number("zero", 0.0);
                self.graph.node("Where", &[&any, &product, &zero], [])
            }
            None => product,
        }
    }

    fn maximum(&mut self, layer: &LayerConfig) -> String {
        let each = self.without_masked(layer, f32::NEG_INFINITY);
        let each: Vec<&str> = each.iter().map(|input| &input[..]).collect();
        let most = self.graph.node("Max", &each, []);
        match self.any_unmasked(layer) {
            Some(any) => {
                let first = self.last(&layer.inputs[0]);
                self.graph.node("Where", &[&any, &most, &first], [])
            }
            None => most,
        }
    }
}
