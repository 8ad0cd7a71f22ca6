//! A quasi-Poisson model with logarithmic link, fitted by iteratively reweighted least squares: the same steps, starting
//! values and stopping rule as `glm` of R, so that the two agree to rounding.
#![expect(
    clippy::indexing_slicing,
    reason = "matrices: every index runs over the rows or columns that the constructor measured"
)]

use crate::numbers::real;

/// Stopping rule of R's `glm.control`: relative change of the deviance.
const TOLERANCE: f64 = 1e-8;
const MOST_ITERATIONS: usize = 25;
/// A column this much shorter after projection depends on those before it (R's `glm.fit`: min(1e-7, tolerance / 1000)).
const DEPENDENT: f64 = 1e-11;
/// R keeps means and their derivatives away from zero by the machine's precision.
const SMALLEST_MEAN: f64 = f64::EPSILON;

/// What the counts are explained by: a row for each count, all of one width.
pub(super) struct Design {
    pub(super) rows: Vec<Vec<f64>>,
}

/// A fitted model.
pub(super) struct Fit {
    pub(super) coefficients: Vec<f64>,
    pub(super) means: Vec<f64>,
    /// How far each count is from its mean, on the scale of the logarithm: (y - mean) / mean.
    working_residuals: Vec<f64>,
    /// Weight of each count in the last least squares.
    pub(super) working_weights: Vec<f64>,
    /// Upper triangle of the last least squares.
    triangle: Triangle,
    pub(super) has_converged: bool,
}

impl Fit {
    /// Fits; `None` when a column depends on others or the numbers run away.
    pub(super) fn of(design: &Design, counts: &[f64], weights: &[f64]) -> Option<Self> {
        let mut means: Vec<f64> = counts.iter().map(|count| count + 0.1).collect();
        let mut logs: Vec<f64> = means.iter().map(|mean| mean.ln()).collect();
        let mut coefficients: Option<Vec<f64>> = None;
        let mut deviance = deviance_of(counts, &means, weights);
        for iteration in 1..=MOST_ITERATIONS {
            let working_weights: Vec<f64> = means
                .iter()
                .zip(weights)
                .map(|(mean, weight)| weight * mean)
                .collect();
            let targets: Vec<f64> = (0..counts.len())
                .map(|row| logs[row] + (counts[row] - means[row]) / means[row])
                .collect();
            let (triangle, mut found) = Triangle::solve(design, &targets, &working_weights)?;
            if found.iter().any(|coefficient| !coefficient.is_finite()) {
                return None;
            }
            (logs, means) = predict(design, &found);
            let mut next = deviance_of(counts, &means, weights);
            // Too far: halfway back, as R does.
            for _ in 0..MOST_ITERATIONS {
                if next.is_finite() {
                    break;
                }
                let before = coefficients.as_ref()?;
                for (coefficient, before) in found.iter_mut().zip(before) {
                    *coefficient = f64::midpoint(*coefficient, *before);
                }
                (logs, means) = predict(design, &found);
                next = deviance_of(counts, &means, weights);
            }
            let has_converged = (next - deviance).abs() / (next.abs() + 0.1) < TOLERANCE;
            if has_converged || iteration == MOST_ITERATIONS {
                let working_residuals = counts
                    .iter()
                    .zip(&means)
                    .map(|(count, mean)| (count - mean) / mean)
                    .collect();
                return Some(Self {
                    coefficients: found,
                    means,
                    working_residuals,
                    working_weights,
                    triangle,
                    has_converged,
                });
            }
            deviance = next;
            coefficients = Some(found);
        }
        None
    }

    /// Pearson's estimate with the given weights: 1 for Poisson counts, larger when they scatter more.
    pub(super) fn dispersion(&self, weights: &[f64]) -> f64 {
        let squares = self.working_residuals.iter().zip(weights);
        let sum: f64 = squares
            .map(|(residual, weight)| weight * residual * residual)
            .sum();
        sum / self.freedom()
    }

    /// Counts beyond those that the coefficients take.
    pub(super) fn freedom(&self) -> f64 {
        real(self.means.len() - self.coefficients.len())
    }

    /// How much each fitted mean leans on its own count, 0 to 1.
    pub(super) fn leverages(&self, design: &Design) -> Vec<f64> {
        let rows = design.rows.iter().zip(&self.working_weights);
        rows.map(|(row, weight)| weight * self.triangle.unscaled_variance(row))
            .collect()
    }

    /// The logarithm of the expected count for a row, and its standard error.
    pub(super) fn predict(&self, row: &[f64], dispersion: f64) -> (f64, f64) {
        let log = row
            .iter()
            .zip(&self.coefficients)
            .map(|(value, coefficient)| value * coefficient);
        (
            log.sum(),
            (dispersion * self.triangle.unscaled_variance(row)).sqrt(),
        )
    }

    /// Coefficient divided by its standard error.
    pub(super) fn t_value(&self, column: usize, dispersion: f64) -> f64 {
        let mut row = vec![0.0; self.coefficients.len()];
        row[column] = 1.0;
        self.coefficients[column] / (dispersion * self.triangle.unscaled_variance(&row)).sqrt()
    }
}

fn predict(design: &Design, coefficients: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let logs: Vec<f64> = design
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .zip(coefficients)
                .map(|(value, coefficient)| value * coefficient)
                .sum()
        })
        .collect();
    let means = logs
        .iter()
        .map(|log: &f64| log.exp().max(SMALLEST_MEAN))
        .collect();
    (logs, means)
}

fn deviance_of(counts: &[f64], means: &[f64], weights: &[f64]) -> f64 {
    let terms = counts
        .iter()
        .zip(means)
        .zip(weights)
        .map(|((count, mean), weight)| {
            let logarithm = if *count > 0.0 {
                count * (count / mean).ln()
            } else {
                0.0
            };
            weight * (logarithm - (count - mean))
        });
    2.0 * terms.sum::<f64>()
}

/// The R of a QR decomposition by Householder reflections.
struct Triangle {
    rows: Vec<Vec<f64>>,
}

impl Triangle {
    /// Weighted least squares; `None` when a column depends on those before it.
    fn solve(design: &Design, targets: &[f64], weights: &[f64]) -> Option<(Self, Vec<f64>)> {
        let height = design.rows.len();
        let width = design.rows.first().map_or(0, Vec::len);
        // Columns one after another, the target last.
        let mut columns: Vec<Vec<f64>> = (0..=width)
            .map(|column| {
                (0..height)
                    .map(|row| {
                        let value = design.rows[row].get(column).unwrap_or(&targets[row]);
                        value * weights[row].sqrt()
                    })
                    .collect()
            })
            .collect();
        let lengths: Vec<f64> = columns.iter().map(|column| length(column)).collect();
        let mut rows = vec![vec![0.0; width]; width];
        for pivot in 0..width {
            let (done, open) = columns.split_at_mut(pivot + 1);
            let mirror = &mut done[pivot][pivot..];
            let size = length(mirror);
            if size.is_nan() || size <= lengths[pivot] * DEPENDENT {
                return None;
            }
            let diagonal = if mirror[0] > 0.0 { -size } else { size };
            mirror[0] -= diagonal;
            let square: f64 = mirror.iter().map(|value| value * value).sum();
            rows[pivot][pivot] = diagonal;
            for (offset, column) in open.iter_mut().enumerate() {
                let rest = &mut column[pivot..];
                let along: f64 = mirror
                    .iter()
                    .zip(&*rest)
                    .map(|(left, right)| left * right)
                    .sum();
                let factor = 2.0 * along / square;
                for (value, mirrored) in rest.iter_mut().zip(&*mirror) {
                    *value -= factor * mirrored;
                }
                if let Some(cell) = rows[pivot].get_mut(pivot + 1 + offset) {
                    *cell = rest[0];
                }
            }
        }
        let mut solution = vec![0.0; width];
        for row in (0..width).rev() {
            let known: f64 = (row + 1..width)
                .map(|column| rows[row][column] * solution[column])
                .sum();
            solution[row] = (columns[width][row] - known) / rows[row][row];
        }
        Some((Self { rows }, solution))
    }

    /// x' (R'R)⁻¹ x, as the squared length of the solution of R'u = x.
    fn unscaled_variance(&self, row: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(row.len());
        for (column, value) in row.iter().enumerate() {
            let known: f64 = solved
                .iter()
                .enumerate()
                .map(|(above, part)| self.rows[above][column] * part)
                .sum();
            solved.push((value - known) / self.rows[column][column]);
        }
        solved.iter().map(|part| part * part).sum()
    }
}

fn length(column: &[f64]) -> f64 {
    column.iter().map(|value| value * value).sum::<f64>().sqrt()
}
