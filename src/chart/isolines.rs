//! Contour lines of a grid (marching squares), joined into as few lines as possible.

use std::collections::BTreeMap;

use crate::surface::share;

/// A point in pixels: column and row of the grid, with fractions.
pub type Point = (f64, f64);

/// Lines along which the values, `[row][column]`, equal each of the increasing `levels`, level by level. Cells with a
/// value that is not finite have none.
pub fn isolines(values: &[f64], width: usize, levels: &[f64]) -> Vec<Vec<Vec<Point>>> {
    let height = values.len().checked_div(width).unwrap_or(0);
    let mut segments = vec![Vec::new(); levels.len()];
    for row in 1..height {
        for column in 1..width {
            let first = (row - 1) * width + column - 1;
            let corners = [first, first + 1, first + width + 1, first + width].map(|index| values[index]);
            let low = corners[0].min(corners[1]).min(corners[2]).min(corners[3]);
            let high = corners[0].max(corners[1]).max(corners[2]).max(corners[3]);
            // Most cells are not crossed by any line.
            let from = levels.partition_point(|&level| level <= low);
            let until = levels.partition_point(|&level| level <= high);
            for (&level, segments) in levels.iter().zip(&mut segments).take(until).skip(from) {
                cell(corners, width, first, level, segments);
            }
        }
    }
    let point = |edge: usize, level: f64| crossing(values, width, edge, level);
    let line = |edges: Vec<Edge>, level: f64| edges.into_iter().map(|edge| point(edge, level)).collect();
    let lines = |(segments, &level): (Vec<[Edge; 2]>, &f64)| {
        join(&segments).into_iter().map(|edges| line(edges, level)).collect()
    };
    segments.into_iter().zip(levels).map(lines).collect()
}

/// An edge between two neighbours of the grid: twice the index of the first, plus one if the second is below it.
type Edge = usize;

fn crossing(values: &[f64], width: usize, edge: Edge, level: f64) -> Point {
    let first = edge / 2;
    let second = if edge.is_multiple_of(2) { first + 1 } else { first + width };
    let (a, b) = (values[first], values[second]);
    let share = if a == b { 0.5 } else { share(a, b, level) };
    let (column, row) = ((first % width) as f64, (first / width) as f64);
    if edge.is_multiple_of(2) { (column + share, row) } else { (column, row + share) }
}

/// Adds the lines through one cell. Its corners go clockwise from the top left one.
fn cell(corners: [f64; 4], width: usize, corner: usize, level: f64, segments: &mut Vec<[Edge; 2]>) {
    if corners.iter().any(|value| !value.is_finite()) {
        return;
    }
    let above = corners.map(|value| value >= level);
    let [top, right, bottom, left] = [2 * corner, 2 * (corner + 1) + 1, 2 * (corner + width), 2 * corner + 1];
    let edges = [top, right, bottom, left];
    let mut crossed = (0..4).filter(|&side| above[side] != above[(side + 1) % 4]).map(|side| edges[side]);
    match (crossed.next(), crossed.next(), crossed.next(), crossed.next()) {
        (Some(a), Some(b), None, None) => segments.push([a, b]),
        (Some(_), Some(_), Some(_), Some(_)) => {
            // A saddle: the centre decides which corners are connected.
            let middle = corners.iter().map(|value| value / 4.0).sum::<f64>() >= level;
            if middle == above[0] {
                segments.extend([[top, right], [bottom, left]]);
            } else {
                segments.extend([[left, top], [right, bottom]]);
            }
        }
        _ => {}
    }
}

/// Joins segments that share an edge.
fn join(segments: &[[Edge; 2]]) -> Vec<Vec<Edge>> {
    let mut touching: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (index, segment) in segments.iter().enumerate() {
        segment.iter().for_each(|edge| touching.entry(*edge).or_default().push(index));
    }
    let mut used = vec![false; segments.len()];
    let mut lines = Vec::new();
    let follow = |from: Edge, used: &mut Vec<bool>| {
        let (mut line, mut at) = (vec![from], from);
        while let Some(&next) = touching[&at].iter().find(|&&segment| !used[segment]) {
            used[next] = true;
            let [a, b] = segments[next];
            at = if a == at { b } else { a };
            line.push(at);
        }
        line
    };
    // Open lines first, starting at their ends, then closed ones.
    for (&edge, segments) in &touching {
        if segments.len() == 1 && !used[segments[0]] {
            lines.push(follow(edge, &mut used));
        }
    }
    for index in 0..segments.len() {
        if !used[index] {
            lines.push(follow(segments[index][0], &mut used));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hill_has_one_closed_line_where_it_equals_the_level() {
        let values: Vec<f64> = (0..49)
            .map(|index| {
                let (x, y) = (f64::from(index % 7) - 3.0, f64::from(index / 7) - 3.0);
                -(x * x + y * y)
            })
            .collect();
        let lines = isolines(&values, 7, &[-4.5]).remove(0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        for &(column, row) in &lines[0] {
            let radius = libm::sqrt((column - 3.0) * (column - 3.0) + (row - 3.0) * (row - 3.0));
            assert!((radius - libm::sqrt(4.5)).abs() < 0.1, "{radius}");
        }
    }

    #[test]
    fn a_slope_has_one_straight_line_across() {
        let values: Vec<f64> = (0..12).map(|index| f64::from(index % 4)).collect();
        assert_eq!(isolines(&values, 4, &[1.5])[0], [[(1.5, 0.0), (1.5, 1.0), (1.5, 2.0)]]);
    }

    #[test]
    fn a_saddle_keeps_its_two_lines_apart_and_holes_have_none() {
        assert_eq!(isolines(&[1.0, 0.0, 0.0, 1.0], 2, &[0.5])[0].len(), 2);
        assert_eq!(isolines(&[1.0, 0.0, f64::NAN, 1.0], 2, &[0.5])[0].len(), 0);
        assert!(isolines(&[], 0, &[0.5])[0].is_empty());
    }
}
