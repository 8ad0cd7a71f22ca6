//! The client of staff (docs/adr/0002).

fn main() {
    frontend::desk::start();
}
