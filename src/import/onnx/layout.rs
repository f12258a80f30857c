//! Which axis of a value is which axis of a layer's output.

use crate::nn::LayerKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Batch,
    /// The batch and all axes of the layer's output but the last, as one.
    Rows,
    /// An axis of one place that the layer's output does not have.
    One,
    /// The axis of the layer's output with this number.
    Of(usize),
    /// The two directions of a recurrent layer, one half of the last axis each.
    Directions,
}

/// A value of the graph: the output of a layer, with its axes in another order.
#[derive(Clone, Debug)]
pub struct Value {
    /// The number of the layer.
    pub layer: usize,
    pub axes: Vec<Axis>,
    /// For a flattened image: where in the layer's output each number is. None if they are in its order.
    pub order: Option<Vec<usize>>,
    /// The shape of the layer's output.
    pub shape: Vec<usize>,
    /// Whether nobody else uses the layer's output.
    pub is_own: bool,
}

impl Value {
    /// The output of a layer, axis by axis.
    pub fn plain(layer: usize, shape: Vec<usize>) -> Self {
        let axes = [Axis::Batch].into_iter().chain((0..shape.len()).map(Axis::Of)).collect();
        Self { layer, axes, order: None, shape, is_own: true }
    }

    /// The last axis of the layer's output: its units or channels.
    pub fn units(&self) -> Axis {
        Axis::Of(self.shape.len().saturating_sub(1))
    }

    /// Whether the axes are those of the layer's output, in this order, after the batch.
    pub fn is_plain(&self) -> bool {
        let plain = (0..self.shape.len()).map(Axis::Of);
        self.order.is_none() && self.axes.iter().copied().eq([Axis::Batch].into_iter().chain(plain))
    }

    /// The same value with its axes in this order, where only axes of one place stand elsewhere: it does not matter which
    /// of those is which.
    pub fn with_axes(&self, wanted: Vec<Axis>) -> Option<Self> {
        let fits = |(&own, &wanted): (&Axis, &Axis)| {
            own == wanted || self.side(own) == Some(1) && self.side(wanted) == Some(1)
        };
        let is_same = wanted.len() == self.axes.len() && self.axes.iter().zip(&wanted).all(fits);
        is_same.then(|| Self { axes: wanted, ..self.clone() })
    }

    /// Axes of a layer's output with the channels first.
    pub fn channels_first(rank: usize) -> Vec<Axis> {
        let places = (0..rank - 1).map(Axis::Of);
        [Axis::Batch, Axis::Of(rank - 1)].into_iter().chain(places).collect()
    }

    /// How many places an axis has; None for the batch.
    pub fn side(&self, axis: Axis) -> Option<usize> {
        let halves = self.axes.contains(&Axis::Directions);
        match axis {
            Axis::Batch | Axis::Rows => None,
            Axis::One => Some(1),
            Axis::Directions => Some(2),
            Axis::Of(own) if halves && own + 1 == self.shape.len() => Some(self.shape[own] / 2),
            Axis::Of(own) => Some(self.shape[own]),
        }
    }

    pub fn sides(&self) -> Vec<Option<usize>> {
        self.axes.iter().map(|&axis| self.side(axis)).collect()
    }

    /// The number of an axis that may count from the end.
    pub fn axis(&self, given: i64) -> Option<usize> {
        let rank = self.axes.len() as i64;
        usize::try_from(if given < 0 { given + rank } else { given })
            .ok()
            .filter(|&axis| axis < self.axes.len())
    }

    /// Where each number of the flattened value is in the layer's flattened output. None if it is in the same place.
    pub fn flat_order(&self) -> Option<Vec<usize>> {
        if self.order.is_some() {
            return self.order.clone();
        }
        let axes: Vec<usize> = self
            .axes
            .iter()
            .filter_map(|axis| if let Axis::Of(own) = axis { Some(*own) } else { None })
            .collect();
        let stride = |axis: usize| self.shape[axis + 1..].iter().product::<usize>();
        let place = |index: usize| {
            let mut left = index;
            let mut place = 0;
            for &axis in axes.iter().rev() {
                place += left % self.shape[axis] * stride(axis);
                left /= self.shape[axis];
            }
            place
        };
        let order: Vec<usize> = (0..self.shape.iter().product()).map(place).collect();
        order.iter().enumerate().any(|(index, &place)| index != place).then_some(order)
    }
}

/// A shape in words; the number of examples is n.
pub fn worded(sides: &[Option<usize>]) -> String {
    let sides: Vec<String> =
        sides.iter().map(|side| side.map_or_else(|| "n".to_owned(), |side| side.to_string())).collect();
    format!("[{}]", sides.join(", "))
}

/// Whether a kind of layer can apply an activation.
pub fn can_activate(kind: &LayerKind) -> bool {
    matches!(kind, LayerKind::Dense(_) | LayerKind::Conv1d(_) | LayerKind::Conv2d(_))
}
