//! Metrics. Outputs and targets are `[unit][example]`, flattened without padding.

/// The unit with the largest value for an example; the first of several.
fn largest(values: &[f32], count: usize, example: usize) -> usize {
    let units = values.len() / count;
    let at = |unit: usize| values[unit * count + example];
    (1..units).fold(0, |best, unit| if at(unit) > at(best) { unit } else { best })
}

/// Targets are 0 and 1.
const TARGET_THRESHOLD: f32 = 0.5;

/// The class of an example: the index of the largest unit, or for a single unit whether it is above `threshold`.
fn class(values: &[f32], count: usize, example: usize, threshold: f32) -> usize {
    if values.len() == count {
        usize::from(values[example] > threshold)
    } else {
        largest(values, count, example)
    }
}

/// Whether the predicted class of an example, out of `count`, is right.
pub fn class_is_right(
    outputs: &[f32],
    targets: &[f32],
    count: usize,
    example: usize,
    threshold: f32,
) -> bool {
    class(outputs, count, example, threshold) == class(targets, count, example, TARGET_THRESHOLD)
}

/// Whether all predicted labels of an example, out of `count`, are right.
pub fn labels_are_right(
    outputs: &[f32],
    targets: &[f32],
    count: usize,
    example: usize,
    threshold: f32,
) -> bool {
    let mut labels = (0..outputs.len() / count).map(|unit| unit * count + example);
    labels.all(|label| (outputs[label] > threshold) == (targets[label] > TARGET_THRESHOLD))
}

/// The confusion matrix: counts of examples, `[true class][predicted class]`.
pub fn confusion(outputs: &[f32], targets: &[f32], count: usize, threshold: f32) -> Vec<u32> {
    let classes = (outputs.len() / count).max(2);
    let mut counts = vec![0; classes * classes];
    for example in 0..count {
        let row = class(targets, count, example, TARGET_THRESHOLD);
        counts[row * classes + class(outputs, count, example, threshold)] += 1;
    }
    counts
}

/// Mean distance of outputs from targets.
pub fn mean_absolute_error(outputs: &[f32], targets: &[f32]) -> f64 {
    let sum: f64 = outputs.iter().zip(targets).map(|(o, t)| f64::from((o - t).abs())).sum();
    sum / outputs.len() as f64
}

/// The coefficient of determination: the share of the targets' variance that the outputs explain. 1 is perfect, 0 is no
/// better than predicting the mean.
pub fn r2(outputs: &[f32], targets: &[f32]) -> f64 {
    let mean = targets.iter().map(|&t| f64::from(t)).sum::<f64>() / targets.len() as f64;
    let square = |difference: f64| difference * difference;
    let left: f64 = outputs.iter().zip(targets).map(|(&o, &t)| square(f64::from(o) - f64::from(t))).sum();
    let whole: f64 = targets.iter().map(|&t| square(f64::from(t) - mean)).sum();
    if whole == 0.0 { if left == 0.0 { 1.0 } else { 0.0 } } else { 1.0 - left / whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_classes_are_separated_at_one_half() {
        let (outputs, targets) = ([0.1, 0.6, 0.4, 0.9], [0.0, 1.0, 1.0, 1.0]);
        let right = [0, 1, 2, 3].map(|example| class_is_right(&outputs, &targets, 4, example, 0.5));
        assert_eq!(right, [true, true, false, true]);
        assert_eq!(confusion(&outputs, &targets, 4, 0.5), [1, 0, 1, 2]);
    }

    #[test]
    fn outputs_around_zero_are_separated_at_zero() {
        let (outputs, targets) = ([-0.3, 0.3, 0.2, -0.1], [0.0, 1.0, 1.0, 0.0]);
        assert!((0..4).all(|example| class_is_right(&outputs, &targets, 4, example, 0.0)));
        assert_eq!(confusion(&outputs, &targets, 4, 0.0), [2, 0, 0, 2]);
    }

    #[test]
    fn the_largest_unit_is_the_class() {
        let outputs = [0.2, 0.3, 0.5, 0.5, 0.3, 0.2];
        let targets = [0.0, 1.0, 1.0, 0.0, 0.0, 0.0];
        assert!(class_is_right(&outputs, &targets, 2, 0, 0.5));
        assert!(!class_is_right(&outputs, &targets, 2, 1, 0.5));
    }

    #[test]
    fn labels_must_all_be_right() {
        let (outputs, targets) = ([0.9, 0.9, 0.8, 0.2], [1.0, 1.0, 1.0, 1.0]);
        assert!(labels_are_right(&outputs, &targets, 2, 0, 0.5));
        assert!(!labels_are_right(&outputs, &targets, 2, 1, 0.5));
    }

    #[test]
    fn r2_is_one_for_perfect_and_zero_for_the_mean() {
        let targets = [1.0, 2.0, 3.0];
        assert_eq!(r2(&targets, &targets), 1.0);
        assert_eq!(r2(&[2.0, 2.0, 2.0], &targets), 0.0);
    }
}
