//! Tables of signals, such as a form's export, become signals. A file is read three times: when it comes, to show what
//! is in it; when a person confirmed the columns, in the background; and never again, because it is dropped then.

mod abandon;
mod create;
mod get;
mod rows;
mod run;
mod start;
mod view;

pub use abandon::abandon_imports;
pub use create::{Upload, create_import};
pub use get::{get_import, import_again};
pub use run::run_import;
pub use start::{JOB_KIND, start_import};
