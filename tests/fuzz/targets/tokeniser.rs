//! Whatever is written becomes pieces and a vector of length one, or one of zeros.

#![no_main]

use std::sync::OnceLock;

use analysis::embed::{Embedder, Encoder, Hashed, small_model};
use libfuzzer_sys::fuzz_target;

fn encoder() -> &'static Encoder {
    static ENCODER: OnceLock<Encoder> = OnceLock::new();
    ENCODER.get_or_init(|| Encoder::load(small_model()).expect("the small model"))
}

fuzz_target!(|bytes: &[u8]| {
    let typed = String::from_utf8_lossy(bytes);
    encoder().pieces(&typed);
    for embedder in [encoder() as &dyn Embedder, &Hashed] {
        let vectors = embedder.embed(&[&typed, "a b c"]);
        assert_eq!(vectors.len(), 2);
        for vector in vectors {
            assert_eq!(vector.len(), embedder.dim());
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
            assert!(length == 0.0 || (length - 1.0).abs() < 1e-3, "length {length}");
        }
    }
});
