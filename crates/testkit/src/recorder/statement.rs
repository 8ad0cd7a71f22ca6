//! Reads a statement far enough to tell which of its tables a bound authority holds: either its own `authority_id` is
//! compared with a bound value, or it equals that of a table that is held.

use storage::schema::{Kind, TABLES};

/// An authority's table that nothing bound holds, if there is one.
pub(super) fn loose_table(bare: &str) -> Option<String> {
    let mut reader = Reader {
        tokens: tokens(bare),
        at: 0,
        blocks: Vec::new(),
    };
    reader.read(None);
    let mut tables: Vec<Occurrence> = Vec::new();
    for (number, block) in reader.blocks.iter().enumerate() {
        for name in &block.tables {
            tables.push(Occurrence {
                block: number,
                name: name.clone(),
                is_held: block.writes_authority,
            });
        }
    }
    let links: Vec<Link> = reader
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(number, block)| links(&reader.blocks, &tables, number, block))
        .collect();
    // Holding spreads along equal authorities until nothing changes.
    loop {
        let mut changed = false;
        for link in &links {
            let holds = match link {
                Link::Bound(table) => (*table, true),
                Link::Equal(one, other) if tables[*one].is_held => (*other, true),
                Link::Equal(one, other) => (*one, tables[*other].is_held),
            };
            if holds.1 && !tables[holds.0].is_held {
                tables[holds.0].is_held = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let is_authoritys = |table: &&Occurrence| {
        TABLES
            .iter()
            .any(|(name, kind, _)| *name == table.name.table && *kind == Kind::Authority)
    };
    tables
        .iter()
        .filter(is_authoritys)
        .find(|table| !table.is_held)
        .map(|table| table.name.table.clone())
}

/// A table in one query of the statement.
struct Occurrence {
    block: usize,
    name: Name,
    is_held: bool,
}

/// A table and what the query calls it.
#[derive(Clone)]
struct Name {
    table: String,
    called: String,
}

/// What a condition says about `authority_id`.
enum Link {
    /// It is a value that was bound.
    Bound(usize),
    /// It is the same in both.
    Equal(usize, usize),
}

/// One query: everything between its parentheses but for the queries within.
#[derive(Default)]
struct Block {
    parent: Option<usize>,
    tables: Vec<Name>,
    /// From its first condition on.
    conditions: Vec<String>,
    /// An `INSERT` that says which authority its rows belong to.
    writes_authority: bool,
}

struct Reader {
    tokens: Vec<String>,
    at: usize,
    blocks: Vec<Block>,
}

impl Reader {
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Reads one query up to the parenthesis that ends it.
    fn read(&mut self, parent: Option<usize>) {
        let mut own = self.begin(parent);
        let mut depth = 0;
        let mut is_condition = false;
        while self.at < self.tokens.len() {
            let token = self.token(0).to_owned();
            self.at += 1;
            match token.to_ascii_uppercase().as_str() {
                "(" if is_query(self.token(0)) => {
                    self.read(Some(own));
                    self.blocks[own].conditions.push("(query)".to_owned());
                    continue;
                }
                "(" => depth += 1,
                ")" if depth == 0 => return,
                ")" => depth -= 1,
                "UNION" | "INTERSECT" | "EXCEPT" => {
                    own = self.begin(parent);
                    is_condition = false;
                }
                "SELECT" if self.blocks[own].writes_authority => {
                    // The rows of an INSERT come from here: a query of its own.
                    own = self.begin(parent);
                }
                "FROM" | "JOIN" | "UPDATE" => self.note_table(own),
                "INTO" => {
                    self.note_table(own);
                    let columns = self.tokens[self.at..].iter();
                    let mut columns = columns.take_while(|token| *token != ")");
                    self.blocks[own].writes_authority =
                        columns.any(|token| token == "authority_id");
                }
                "WHERE" | "ON" => is_condition = true,
                _ => {}
            }
            if is_condition {
                self.blocks[own].conditions.push(token);
            }
        }
    }

    fn begin(&mut self, parent: Option<usize>) -> usize {
        self.blocks.push(Block {
            parent,
            ..Block::default()
        });
        self.blocks.len() - 1
    }

    /// The table that follows, unless a query does.
    fn note_table(&mut self, own: usize) {
        let mut ahead = 0;
        while self.token(ahead) == "(" {
            ahead += 1;
        }
        let table = self.token(ahead).to_owned();
        if is_query(&table) {
            return;
        }
        let called = match self.token(ahead + 1).to_ascii_uppercase().as_str() {
            "AS" => self.token(ahead + 2).to_owned(),
            _ => table.clone(),
        };
        // `ON CONFLICT … DO UPDATE SET` names no table.
        if !table.eq_ignore_ascii_case("SET") {
            self.blocks[own].tables.push(Name { table, called });
        }
    }
}

fn is_query(token: &str) -> bool {
    ["SELECT", "WITH"]
        .iter()
        .any(|begin| token.eq_ignore_ascii_case(begin))
}

/// `X.authority_id = ?`, `X.authority_id IN (?, …)` and `X.authority_id = Y.authority_id`.
fn links(blocks: &[Block], tables: &[Occurrence], number: usize, block: &Block) -> Vec<Link> {
    let mut links = Vec::new();
    for (at, token) in block.conditions.iter().enumerate() {
        let Some(one) = holder(blocks, tables, number, token) else {
            continue;
        };
        let next = |ahead: usize| block.conditions.get(at + ahead).map_or("", String::as_str);
        let is_in = next(1).eq_ignore_ascii_case("IN") && next(2) == "(";
        let value = match next(1) {
            "=" => next(2),
            _ if is_in => next(3),
            _ => continue,
        };
        if value.starts_with('?') || value.starts_with('$') {
            links.push(Link::Bound(one));
        } else if !is_in && let Some(other) = holder(blocks, tables, number, value) {
            links.push(Link::Equal(one, other));
        }
    }
    links
}

/// The table whose `authority_id` a word names, looked for from the inside out.
fn holder(blocks: &[Block], tables: &[Occurrence], number: usize, word: &str) -> Option<usize> {
    let called = match word.rsplit_once('.') {
        Some((called, "authority_id")) => Some(called),
        None if word == "authority_id" => None,
        _ => return None,
    };
    let mut within = Some(number);
    while let Some(block) = within {
        let found = tables.iter().position(|table| {
            table.block == block && called.is_none_or(|called| table.name.called == called)
        });
        if found.is_some() {
            return found;
        }
        within = blocks[block].parent;
    }
    None
}

/// Words with their dots, and every other sign alone.
fn tokens(bare: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    for letter in bare.chars() {
        if letter.is_alphanumeric() || ['_', '.', '$', '?', ':'].contains(&letter) {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if !letter.is_whitespace() {
            tokens.push(letter.to_string());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}
