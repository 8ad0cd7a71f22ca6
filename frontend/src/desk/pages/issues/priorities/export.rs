//! The table as a file, as spreadsheets read it.

use shared::priority::{Spread, Weights};

use super::model::{Row, kept, shown, tenths};
use crate::desk::download::{CSV_MARK, csv_line};
use crate::desk::words::code_words;
use crate::prelude::*;

/// One line per issue, in the order of the rows: places, means, and for each criterion that counts the middle, the lowest
/// and the highest score. Above it what counts how much.
pub(super) fn csv(rows: &[Row], weights: &Weights) -> String {
    let mut file = String::from(CSV_MARK);
    file.push_str(&csv_line(&[t!(priorities.weights)]));
    for one in weights.as_slice() {
        let name = code_words("priority_short", one.criterion);
        file.push_str(&csv_line(&[name, &one.weight.to_string()]));
    }
    file.push_str(&csv_line::<&str>(&[]));
    let counted: Vec<_> = weights.counted().collect();
    let mut head: Vec<String> = [
        t!(priorities.col_place),
        t!(priorities.col_calculated),
        t!(issues.col_number),
        t!(priorities.col_issue),
        t!(priorities.col_total),
        t!(priorities.col_impact),
        t!(priorities.col_feasibility),
        t!(priorities.col_scorers),
        t!(priorities.col_steady),
    ]
    .map(str::to_owned)
    .to_vec();
    for criterion in &counted {
        let name = code_words("priority_short", *criterion);
        for what in [
            t!(priorities.file_middle),
            t!(priorities.file_lowest),
            t!(priorities.file_highest),
        ] {
            head.push(format!("{name}: {what}"));
        }
    }
    file.push_str(&csv_line(&head));
    for (before, row) in rows.iter().enumerate() {
        let place = row.calculated.map(|_| before + 1);
        let number = |number: Option<usize>| number.map_or_else(String::new, |it| it.to_string());
        let mut cells = vec![
            number(place),
            number(row.calculated),
            row.issue.number.clone(),
            row.issue.title.clone(),
            shown(row.total),
            shown(row.impact),
            shown(row.feasibility),
            row.scorers.to_string(),
            row.steadiness.map(kept).unwrap_or_default(),
        ];
        for criterion in &counted {
            let spread = row.spreads().iter().find(|one| one.criterion == *criterion);
            cells.extend(numbers(spread));
        }
        file.push_str(&csv_line(&cells));
    }
    file
}

fn numbers(spread: Option<&Spread>) -> [String; 3] {
    spread.map_or_else(Default::default, |spread| {
        [
            tenths(spread.median_twice() * 5),
            spread.lowest().to_string(),
            spread.highest().to_string(),
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::super::model::rows;
    use super::super::model::tests::{issue, usual};
    use super::*;

    #[test]
    fn a_file_has_the_numbers_of_the_table_and_no_formula() {
        crate::i18n::use_dutch_texts();
        let mut first = issue(1, Some((5, 4)));
        first.issue.title = "=1+1".into();
        let file = csv(&rows(&[first, issue(2, None)], &usual()), &usual());
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert_eq!(lines.len(), 1 + 9 + 1 + 1 + 2 + 1, "{file}");
        let scored = lines[12];
        let begin = "\"1\";\"1\";\"K-1\";\"'=1+1\";\"4,5\";\"5,0\";\"4,0\";\"1\";\"100 %\";";
        assert!(scored.starts_with(begin), "{scored}");
        assert!(scored.ends_with("\"4,0\";\"4\";\"4\""), "{scored}");
        assert!(lines[13].starts_with("\"\";\"\";\"K-2\";"), "{}", lines[13]);
        let columns = |line: &str| line.split("\";\"").count();
        assert_eq!(columns(lines[11]), columns(scored));
        assert_eq!(columns(lines[11]), columns(lines[13]));
    }
}
