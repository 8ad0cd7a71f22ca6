//! The client of providers (docs/adr/0002).

fn main() {
    frontend::field::start();
}
