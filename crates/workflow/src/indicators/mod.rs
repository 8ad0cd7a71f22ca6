//! The indicators of product.md: what is read for them, and for whom (docs/adr/0026). What they are stands in
//! `analysis::indicators`.

mod get;
mod read;

pub use get::get_indicators;
