//! Principal components (Pearson, 1901): the directions in which points differ most.

/// One of them by power iteration: the unit vector that a symmetric matrix without negative eigenvalues stretches most
/// among those orthogonal to `before`. Any `start` works that is not orthogonal to the result. The other arguments are
/// those of [`stretch`].
pub(crate) fn strongest(
    multiply: impl Fn(&[f64]) -> Vec<f64>,
    start: Vec<f64>,
    before: &[Vec<f64>],
    rounds: usize,
    least: f64,
) -> Vec<f64> {
    let mut direction = start;
    for _ in 0..rounds {
        let Some(next) = stretch(&multiply, &direction, before, least) else { break };
        direction = next;
    }
    direction
}

/// One round of it: the unit vector along the matrix times a vector, without what lies along `before`. None if no more than
/// `least` is left. `multiply` is the matrix times a vector.
pub(crate) fn stretch(
    multiply: impl Fn(&[f64]) -> Vec<f64>,
    vector: &[f64],
    before: &[Vec<f64>],
    least: f64,
) -> Option<Vec<f64>> {
    let mut next = multiply(vector);
    before.iter().for_each(|other| make_orthogonal(&mut next, other));
    let norm = libm::sqrt(dot(&next, &next));
    if norm <= least {
        return None;
    }
    next.iter_mut().for_each(|x| *x /= norm);
    Some(next)
}

/// Takes away the part of a vector that lies along a unit vector.
pub(crate) fn make_orthogonal(vector: &mut [f64], unit: &[f64]) {
    let share = dot(vector, unit);
    vector.iter_mut().zip(unit).for_each(|(x, unit)| *x -= share * unit);
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eigenvectors_of_a_matrix_are_found_in_the_order_of_their_eigenvalues() {
        // Eigenvalues 5, 2 and 0.
        let matrix = [[4.0, 0.0, 2.0], [0.0, 2.0, 0.0], [2.0, 0.0, 1.0]];
        let multiply = |vector: &[f64]| matrix.iter().map(|row| dot(row, vector)).collect();
        let mut found: Vec<Vec<f64>> = Vec::new();
        for expected in [[2.0 / 5.0_f64.sqrt(), 0.0, 1.0 / 5.0_f64.sqrt()], [0.0, 1.0, 0.0]] {
            let vector = strongest(multiply, vec![1.0, 0.5, 0.3], &found, 60, 1e-12);
            assert!((dot(&vector, &expected).abs() - 1.0).abs() < 1e-12, "{vector:?}");
            found.push(vector);
        }
        assert_eq!(strongest(|_| vec![0.0; 2], vec![1.0, 0.5], &[], 60, 0.0), [1.0, 0.5]);
    }
}
