//! The largest eigenvalues of a symmetric matrix, by iterating a few directions at once.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is a row or column of the square matrix at hand"
)]

use crate::numbers::real;

/// A symmetric matrix, row by row.
pub(super) struct Symmetric {
    size: usize,
    cells: Vec<f64>,
}

/// Eigenvalues, largest first, and the unit vectors that belong to them; zeros where the matrix has no more rank.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Eigen {
    pub(super) values: Vec<f64>,
    pub(super) vectors: Vec<Vec<f64>>,
}

/// More directions than wanted make the iteration shorter: it converges as the wanted value to the first left out.
const DIRECTIONS: usize = 8;
/// Two axes are drawn; only they must be exact.
const WANTED: usize = 2;
/// Rounds after which the answer stands as it is. Reached only where the second and the ninth value are all but equal.
const MOST_ROUNDS: usize = 2_000;

impl Symmetric {
    pub(super) fn zero(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    /// Adds `times` the product of a sparse row with itself, below the diagonal; [`Self::mirror`] fills the rest.
    pub(super) fn add_square(&mut self, row: &[(usize, f64)], times: f64) {
        for (place, (one, value)) in row.iter().enumerate() {
            let line = &mut self.cells[one * self.size..][..self.size];
            let value = value * times;
            for (other, factor) in &row[..=place] {
                line[*other] += value * factor;
            }
        }
    }

    /// Copies what stands below the diagonal above it, everything divided by `divisor`.
    pub(super) fn mirror(&mut self, divisor: f64) {
        for one in 0..self.size {
            for other in 0..=one {
                let value = self.cells[one * self.size + other] / divisor;
                self.cells[one * self.size + other] = value;
                self.cells[other * self.size + one] = value;
            }
        }
    }

    pub(super) fn trace(&self) -> f64 {
        (0..self.size).map(|one| self.at(one, one)).sum()
    }

    /// The leading eigenvalues and vectors, to a residual of `exact` times the largest value. Begins with `first`, vectors
    /// from an earlier run on a similar matrix, or with directions that are the same each time.
    pub(super) fn leading(&self, first: &[Vec<f64>], exact: f64) -> Eigen {
        let mut directions = if first.is_empty() {
            self.any_directions()
        } else {
            first.to_vec()
        };
        for _ in 0..MOST_ROUNDS {
            make_orthonormal(&mut directions);
            let images: Vec<Vec<f64>> = directions.iter().map(|one| self.times(one)).collect();
            let (values, turn) = small(&directions, &images).all();
            let vectors = turned(&directions, &turn);
            let images = turned(&images, &turn);
            if is_exact(&values, &vectors, &images, exact) {
                return Eigen { values, vectors };
            }
            directions = images;
        }
        make_orthonormal(&mut directions);
        let images: Vec<Vec<f64>> = directions.iter().map(|one| self.times(one)).collect();
        let (values, turn) = small(&directions, &images).all();
        let vectors = turned(&directions, &turn);
        Eigen { values, vectors }
    }

    fn at(&self, one: usize, other: usize) -> f64 {
        self.cells[one * self.size + other]
    }

    fn times(&self, vector: &[f64]) -> Vec<f64> {
        let lines = self.cells.chunks_exact(self.size.max(1));
        lines.map(|line| product(line, vector)).collect()
    }

    /// Unlike each other and like no statement: nothing that could be orthogonal to what is looked for by design.
    fn any_directions(&self) -> Vec<Vec<f64>> {
        let direction = |number: usize| {
            let value =
                |place: usize| (real((number + 1) * (place + 1)) * 0.618_033_988_75).fract();
            (0..self.size).map(|place| value(place) - 0.5).collect()
        };
        (0..DIRECTIONS.min(self.size)).map(direction).collect()
    }

    /// All eigenvalues, largest first, and the vectors as columns of weights, by Jacobi's rotations. O(size³) a sweep.
    fn all(mut self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let size = self.size;
        let mut turn = Self::zero(size);
        for one in 0..size {
            turn.cells[one * size + one] = 1.0;
        }
        let smallest = self.trace().abs() * f64::EPSILON * f64::EPSILON;
        // Quadratic convergence: some six sweeps for eight directions.
        for _ in 0..50 {
            let mut is_done = true;
            for one in 1..size {
                for other in 0..one {
                    if self.at(one, other).abs() > smallest {
                        is_done = false;
                        self.rotate(one, other, &mut turn);
                    }
                }
            }
            if is_done {
                break;
            }
        }
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|one, other| self.at(*other, *other).total_cmp(&self.at(*one, *one)));
        let values = order.iter().map(|one| self.at(*one, *one)).collect();
        let weights = |column: &usize| (0..size).map(|row| turn.at(row, *column)).collect();
        (values, order.iter().map(weights).collect())
    }

    /// Makes the cell `(one, other)` zero.
    fn rotate(&mut self, one: usize, other: usize, turn: &mut Self) {
        let size = self.size;
        let half = (self.at(other, other) - self.at(one, one)) / (2.0 * self.at(one, other));
        let tangent = half.signum() / (half.abs() + half.hypot(1.0));
        let cosine = 1.0 / tangent.hypot(1.0);
        let sine = tangent * cosine;
        for place in 0..size {
            let (left, right) = (self.at(place, one), self.at(place, other));
            self.cells[place * size + one] = cosine * left - sine * right;
            self.cells[place * size + other] = sine * left + cosine * right;
            let (left, right) = (turn.at(place, one), turn.at(place, other));
            turn.cells[place * size + one] = cosine * left - sine * right;
            turn.cells[place * size + other] = sine * left + cosine * right;
        }
        for place in 0..size {
            let (left, right) = (self.at(one, place), self.at(other, place));
            self.cells[one * size + place] = cosine * left - sine * right;
            self.cells[other * size + place] = sine * left + cosine * right;
        }
    }
}

/// The matrix as the directions see it.
fn small(directions: &[Vec<f64>], images: &[Vec<f64>]) -> Symmetric {
    let cells = directions
        .iter()
        .flat_map(|one| images.iter().map(|image| product(one, image)))
        .collect();
    Symmetric {
        size: directions.len(),
        cells,
    }
}

fn turned(vectors: &[Vec<f64>], turn: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let sum = |weights: &Vec<f64>| {
        let mut sum = vec![0.0; vectors.first().map_or(0, Vec::len)];
        for (vector, weight) in vectors.iter().zip(weights) {
            add(&mut sum, vector, *weight);
        }
        sum
    };
    turn.iter().map(sum).collect()
}

fn is_exact(values: &[f64], vectors: &[Vec<f64>], images: &[Vec<f64>], exact: f64) -> bool {
    let largest = values.first().copied().unwrap_or(0.0);
    let pairs = values.iter().zip(vectors).zip(images).take(WANTED);
    pairs.into_iter().all(|((value, vector), image)| {
        let mut rest = image.clone();
        add(&mut rest, vector, -value);
        product(&rest, &rest).sqrt() <= exact * largest
    })
}

/// Gram and Schmidt, twice, since once is not enough for directions that are nearly one. What depends on the ones before
/// becomes zero.
fn make_orthonormal(vectors: &mut [Vec<f64>]) {
    for place in 0..vectors.len() {
        let (before, rest) = vectors.split_at_mut(place);
        let Some(vector) = rest.first_mut() else {
            return;
        };
        let length = product(vector, vector).sqrt();
        for _ in 0..2 {
            for one in &*before {
                let share = product(one, vector);
                add(vector, one, -share);
            }
        }
        let left = product(vector, vector).sqrt();
        let is_own = left > length * 1e-13 && left > f64::MIN_POSITIVE;
        for value in vector.iter_mut() {
            *value = if is_own { *value / left } else { 0.0 };
        }
    }
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    // Four sums at once: the compiler may not reorder one.
    let mut sums = [0.0; 4];
    let (ones, others) = (one.chunks_exact(4), other.chunks_exact(4));
    let rest: f64 = ones
        .remainder()
        .iter()
        .zip(others.remainder())
        .map(|(one, other)| one * other)
        .sum();
    for (one, other) in ones.zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    sums.iter().sum::<f64>() + rest
}

fn add(to: &mut [f64], vector: &[f64], times: f64) {
    for (to, value) in to.iter_mut().zip(vector) {
        *to += times * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[f64]]) -> Symmetric {
        Symmetric {
            size: rows.len(),
            cells: rows.concat(),
        }
    }

    #[test]
    fn values_and_vectors_of_a_known_matrix() {
        let found = of(&[&[2.0, 1.0, 0.0], &[1.0, 2.0, 0.0], &[0.0, 0.0, 0.5]]).leading(&[], 1e-13);
        let expected = [3.0, 1.0, 0.5];
        for (own, known) in found.values.iter().zip(expected) {
            assert!((own - known).abs() < 1e-12, "{found:?}");
        }
        let half = 0.5_f64.sqrt();
        assert!((found.vectors[0][0].abs() - half).abs() < 1e-12);
        assert!((found.vectors[0][0] - found.vectors[0][1]).abs() < 1e-12);
    }

    #[test]
    fn a_matrix_of_rank_one_has_one_axis() {
        let mut matrix = Symmetric::zero(20);
        let row: Vec<(usize, f64)> = (0..20).map(|place| (place, real(place) - 4.0)).collect();
        matrix.add_square(&row, 2.0);
        matrix.mirror(4.0);
        let found = matrix.leading(&[], 1e-12);
        assert!((found.values[0] / matrix.trace() - 1.0).abs() < 1e-12);
        assert!(found.values[1].abs() < 1e-9 * found.values[0]);
        let nothing = Symmetric::zero(3).leading(&[], 1e-12);
        assert_eq!(nothing.values, [0.0; 3]);
        assert_eq!(Symmetric::zero(0).leading(&[], 1e-12).values, [0.0; 0]);
    }
}
