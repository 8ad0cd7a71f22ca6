//! A conversation of which an independent implementation said what comes out, held against `analysis::opinions`.
//!
//! Votes are lines of time, statement, participant and vote (1, 0, -1); answers are JSON in the shape that
//! `goldens/opinions.py` writes.

use std::collections::BTreeMap;

use analysis::opinions::{
    Agreed, Ballots, Compared, Direction, Point, Side, Typical, Vote, compare, consensus, cut,
    in_every_group, leftmost, places, plane, priorities, rand_index, silhouettes, typical,
};
use serde_json::Value;

/// The reference's; our own default is the same.
const FEWEST_VOTES: usize = 7;

/// One conversation and what the reference says of it.
pub(crate) struct Conversation {
    pub(crate) ballots: Ballots,
    participants: Vec<u64>,
    statements: Vec<u64>,
    expected: Value,
}

/// The largest difference in one kind of number, relative unless the number is small.
pub(crate) struct Difference {
    pub(crate) what: &'static str,
    pub(crate) numbers: usize,
    pub(crate) largest: f64,
    pub(crate) allowed: f64,
}

impl Difference {
    fn new(what: &'static str, allowed: f64) -> Self {
        Self {
            what,
            numbers: 0,
            largest: 0.0,
            allowed,
        }
    }

    fn add(&mut self, own: f64, expected: &Value, floor: f64) {
        let expected = expected.as_f64().unwrap_or(f64::NAN);
        let off = (own - expected).abs() / expected.abs().max(floor);
        self.numbers += 1;
        // What is no number differs.
        self.largest = if off.is_nan() {
            f64::INFINITY
        } else {
            self.largest.max(off)
        };
    }

    fn same(&mut self, is_same: bool) {
        self.numbers += 1;
        self.largest += f64::from(u8::from(!is_same));
    }

    /// True when something was compared and nothing differs by more than allowed.
    pub(crate) fn is_equal(&self) -> bool {
        self.numbers > 0 && self.largest <= self.allowed
    }
}

impl Conversation {
    pub(crate) fn read(votes: &str, expected: &str) -> Self {
        let expected: Value = serde_json::from_str(expected).unwrap();
        let mut lines: Vec<[i64; 4]> = votes
            .lines()
            .skip(1)
            .map(|line| {
                let numbers: Vec<i64> = line.split(',').map(|one| one.parse().unwrap()).collect();
                numbers.try_into().unwrap()
            })
            .collect();
        lines.sort_by_key(|line| line[0]);
        let sorted = |column: usize| {
            let mut ids: Vec<u64> = lines
                .iter()
                .map(|line| line[column].unsigned_abs())
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let (statements, participants) = (sorted(1), sorted(2));
        let place = |ids: &[u64], id: i64| ids.binary_search(&id.unsigned_abs()).unwrap();
        let votes = lines.iter().map(|[_, statement, participant, vote]| {
            let vote = match vote {
                1 => Vote::Agree,
                -1 => Vote::Disagree,
                _ => Vote::Pass,
            };
            (
                place(&participants, *participant),
                place(&statements, *statement),
                vote,
            )
        });
        let left_out = expected["params"]["mod_out_statement_ids"]
            .as_array()
            .unwrap();
        let left_out: Vec<usize> = left_out
            .iter()
            .filter_map(|id| statements.binary_search(&id.as_u64()?).ok())
            .collect();
        Self {
            ballots: Ballots::of_votes(participants.len(), statements.len(), votes, &left_out),
            participants,
            statements,
            expected,
        }
    }

    /// Everything that can be compared, each kind of number for itself.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let mut plane = plane(&self.ballots);
        let mut found = vec![
            self.means(&plane.means),
            self.variances(&plane.variances, &plane.shares),
            self.axes(&mut plane.axes),
        ];
        if self.is_approximate() {
            // Statements can only be equal on the reference's own axes.
            plane.axes = self.theirs();
        }
        let (mut points, statements) = places(&self.ballots, &plane.means, &plane.axes);
        plane.statements.clone_from(&statements);
        let active = self.ballots.active(FEWEST_VOTES);
        found.push(self.places("participants", &self.participants, &points));
        if self.is_approximate() {
            // Its participants are not where its own axes put them, so that groups are cut from its points.
            points = self.their_points();
        }
        found.push(self.places("statements", &self.statements, &statements));
        found.push(self.priorities(&priorities(&self.ballots, &plane, &active)));
        let clustered: Vec<Point> = active.iter().map(|one| points[*one]).collect();
        let (labels, mut of_groups) = self.groups(&clustered, &active);
        found.append(&mut of_groups);
        let mut members = vec![Vec::new(); labels.iter().max().map_or(0, |most| most + 1)];
        for (participant, label) in active.iter().zip(&labels) {
            members[*label].push(*participant);
        }
        let compared = compare(&self.ballots, &members);
        found.extend(self.compared(&compared));
        found.push(self.consensus_of_groups(&in_every_group(&compared)));
        found.extend(self.typical(&compared));
        found.extend(self.consensus());
        found
    }

    fn means(&self, means: &[f64]) -> Difference {
        let mut difference = Difference::new("mean votes", 1e-9);
        for (id, mean) in self.statements.iter().zip(means) {
            difference.add(*mean, &self.expected["pca"]["mean"][id.to_string()], 1.0);
        }
        difference
    }

    /// The reference finds axes of more than 500 rows by random directions (scikit-learn's `auto`), unless the rows are ten
    /// times as many as the columns: its numbers are then good to some 1e-5 only.
    pub(crate) fn is_approximate(&self) -> bool {
        let (rows, columns) = (self.participants.len(), self.statements.len());
        rows.max(columns) > 500 && rows < 10 * columns
    }

    fn variances(&self, variances: &Point, shares: &Point) -> Difference {
        let allowed = if self.is_approximate() { 1e-7 } else { 1e-9 };
        let mut difference = Difference::new("variances", allowed);
        let pca = &self.expected["pca"];
        for axis in 0..2 {
            difference.add(variances[axis], &pca["explained_variance"][axis], 1e-9);
            difference.add(shares[axis], &pca["explained_variance_ratio"][axis], 1e-9);
        }
        difference
    }

    fn theirs(&self) -> [Vec<f64>; 2] {
        ["pc1", "pc2"].map(|name| {
            let weights = self.expected["pca"][name].as_array().unwrap().iter();
            weights.map(|one| one.as_f64().unwrap()).collect()
        })
    }

    fn their_points(&self) -> Vec<Point> {
        let rows = self.rows("participants").iter();
        let mut points: Vec<(u64, Point)> = rows
            .map(|row| {
                let point = ["x", "y"].map(|name| row[name].as_f64().unwrap());
                (row["id"].as_u64().unwrap(), point)
            })
            .collect();
        points.sort_by_key(|(id, _)| *id);
        points.into_iter().map(|(_, point)| point).collect()
    }

    /// The angle of the axes. Turns ours round where they point the other way.
    fn axes(&self, axes: &mut [Vec<f64>; 2]) -> Difference {
        let mut difference = Difference::new("axes (1 - |cos|)", 1e-5);
        for (own, theirs) in axes.iter_mut().zip(self.theirs()) {
            let pairs = own.iter().zip(&theirs);
            let cosine: f64 = pairs.map(|(own, one)| own * one).sum();
            difference.numbers += own.len();
            difference.largest = difference.largest.max(1.0 - cosine.abs());
            for weight in own {
                *weight *= cosine.signum();
            }
        }
        difference
    }

    fn places(&self, what: &'static str, ids: &[u64], points: &[Point]) -> Difference {
        let is_rough = self.is_approximate() && what == "participants";
        let (allowed, floor) = if is_rough { (2e-4, 1.0) } else { (1e-6, 1e-3) };
        let mut difference = Difference::new(what, allowed);
        let rows = self.expected[what].as_array().unwrap();
        let by_id: BTreeMap<u64, &Value> = rows
            .iter()
            .map(|row| (row["id"].as_u64().unwrap(), row))
            .collect();
        difference.same(by_id.len() == ids.len());
        for (id, point) in ids.iter().zip(points) {
            for (axis, name) in ["x", "y"].into_iter().enumerate() {
                difference.add(point[axis], &by_id[id][name], floor);
            }
        }
        difference
    }

    fn priorities(&self, own: &[analysis::opinions::Priority]) -> Difference {
        let mut difference = Difference::new("priorities", 1e-6);
        for (row, own) in self.rows("statements").iter().zip(own) {
            difference.add(own.extremity, &row["extremity"], 1e-3);
            difference.add(own.priority, &row["priority"], 1e-3);
        }
        difference
    }

    /// Groups with the reference's numbers, begun as it begins, and how apart they are for each number of groups.
    fn groups(&self, points: &[Point], active: &[usize]) -> (Vec<usize>, Vec<Difference>) {
        let of_reference: BTreeMap<u64, usize> = self
            .rows("participants")
            .iter()
            .filter_map(|row| {
                let label = usize::try_from(row["cluster"].as_u64()?).ok()?;
                Some((row["id"].as_u64()?, label))
            })
            .collect();
        let expected: Vec<usize> = active
            .iter()
            .filter_map(|one| of_reference.get(&self.participants[*one]).copied())
            .collect();
        let mut same = Difference::new("groups (1 - Rand)", 1e-12);
        same.same(expected.len() == active.len() && of_reference.len() == active.len());
        let mut apart = Difference::new("silhouettes", 1e-9);
        let mut best = (f64::NEG_INFINITY, Vec::new(), Vec::new());
        for k in 2..=5 {
            let cut = cut(points, &leftmost(points, k));
            let silhouette = silhouettes(points, &[&cut.labels])[0];
            apart.add(
                silhouette,
                &self.expected["silhouette_by_k"][k.to_string()],
                1.0,
            );
            if silhouette > best.0 {
                best = (silhouette, cut.labels, cut.centres);
            }
        }
        let (_, labels, middles) = best;
        same.largest += 1.0 - rand_index(&labels, &expected);
        let mut number = BTreeMap::new();
        for (own, theirs) in labels.iter().zip(&expected) {
            number.insert(*own, *theirs);
        }
        let mut centres = Difference::new("centres", 1e-6);
        for (own, middle) in middles.iter().enumerate() {
            let theirs = &self.expected["centers"][number[&own]];
            centres.add(middle[0], &theirs[0], 1e-3);
            centres.add(middle[1], &theirs[1], 1e-3);
        }
        (expected, vec![same, apart, centres])
    }

    fn compared(&self, own: &[Vec<Compared>]) -> Vec<Difference> {
        let mut counts = Difference::new("counts of groups", 0.0);
        let mut tests = Difference::new("shares, ratios and tests of groups", 1e-9);
        for row in self.rows("group_comment_stats") {
            let group = usize::try_from(row["group"].as_u64().unwrap()).unwrap();
            let one = &own[group][self.place(&row["statement"])];
            counts.same(row["ns"] == one.seen);
            for (side, names) in [
                (one.agree, ["na", "pa", "pat", "ra", "rat"]),
                (one.disagree, ["nd", "pd", "pdt", "rd", "rdt"]),
            ] {
                counts.same(row[names[0]] == side.votes);
                tests.add(side.share, &row[names[1]], 1.0);
                tests.add(side.share_test, &row[names[2]], 1.0);
                tests.add(side.ratio, &row[names[3]], 1.0);
                tests.add(side.ratio_test, &row[names[4]], 1.0);
            }
        }
        vec![counts, tests]
    }

    fn consensus_of_groups(&self, own: &[[f64; 2]]) -> Difference {
        let mut difference = Difference::new("consensus of all groups", 1e-9);
        for (row, own) in self.rows("statements").iter().zip(own) {
            difference.add(own[0], &row["gac_agree"], 1.0);
            difference.add(own[1], &row["gac_disagree"], 1.0);
        }
        difference
    }

    fn typical(&self, compared: &[Vec<Compared>]) -> Vec<Difference> {
        let mut order = Difference::new("typical statements, in order", 0.0);
        let mut tests = Difference::new("numbers of typical statements", 1e-9);
        for (group, theirs) in self.expected["repness"].as_object().unwrap() {
            let of_group = &compared[group.parse::<usize>().unwrap()];
            let own = typical(&self.ballots, of_group);
            let theirs = theirs.as_array().unwrap();
            order.same(own.len() == theirs.len());
            for (own, row) in own.iter().zip(theirs) {
                let expected = self.place(&row["tid"]);
                let weight_of_expected = weight(&of_group[expected], own.direction);
                let weight = weight(&own.compared, own.direction);
                let is_tie = (weight - weight_of_expected).abs() <= 1e-9;
                order.same(own.statement == expected || is_tie);
                order.same(own.is_best_agreed == row["best-agree"].as_bool().unwrap_or(false));
                order.same(row["repful-for"] == name(own));
                let side = side(&own.compared, own.direction);
                order.same(row["n-success"] == side.votes && row["n-trials"] == own.compared.seen);
                tests.add(side.share, &row["p-success"], 1.0);
                tests.add(side.share_test, &row["p-test"], 1.0);
                tests.add(side.ratio, &row["repness"], 1.0);
                tests.add(side.ratio_test, &row["repness-test"], 1.0);
            }
        }
        vec![order, tests]
    }

    fn consensus(&self) -> Vec<Difference> {
        let own = consensus(&self.ballots);
        let mut order = Difference::new("consensus, in order", 0.0);
        let mut tests = Difference::new("numbers of consensus", 1e-9);
        for (own, name) in [(own.agree, "agree"), (own.disagree, "disagree")] {
            let theirs = self.expected["consensus"][name].as_array().unwrap();
            order.same(own.len() == theirs.len());
            for (own, row) in own.iter().zip(theirs) {
                let number = |name: &str| row[name].as_f64().unwrap();
                let weight = |one: &Agreed| one.share * one.share_test;
                let is_tie = (weight(own) - number("p-success") * number("p-test")).abs() <= 1e-9;
                let is_same = own.statement == self.place(&row["tid"]);
                order.same(is_same || is_tie);
                order.same(is_tie);
                if is_same {
                    order.same(row["n-success"] == own.votes && row["n-trials"] == own.seen);
                    tests.add(own.share, &row["p-success"], 1.0);
                    tests.add(own.share_test, &row["p-test"], 1.0);
                }
            }
        }
        vec![order, tests]
    }

    fn rows(&self, name: &str) -> &[Value] {
        self.expected[name].as_array().unwrap()
    }

    fn place(&self, id: &Value) -> usize {
        self.statements
            .binary_search(&id.as_u64().unwrap())
            .unwrap()
    }
}

fn side(compared: &Compared, direction: Direction) -> Side {
    match direction {
        Direction::Agree => compared.agree,
        Direction::Disagree => compared.disagree,
    }
}

fn weight(compared: &Compared, direction: Direction) -> f64 {
    let side = side(compared, direction);
    side.ratio * side.ratio_test * side.share * side.share_test
}

fn name(typical: &Typical) -> &'static str {
    match typical.direction {
        Direction::Agree => "agree",
        Direction::Disagree => "disagree",
    }
}
