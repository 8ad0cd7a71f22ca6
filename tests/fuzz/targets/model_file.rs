//! A model folder or file that is damaged or hostile is refused in words, or works.

#![no_main]

use analysis::embed::{Embedder, Encoder, ModelFolder, convert, small_model};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((what, rest)) = bytes.split_first() else {
        return;
    };
    if usize::from(*what % 6) == ModelFolder::FILES.len() {
        if let Err(refused) = convert(rest, "MIT", |_| String::new()) {
            assert!(!refused.to_string().is_empty());
        }
        return;
    }
    let mut folder = small_model();
    let file = match what % 6 {
        0 => &mut folder.about,
        1 => &mut folder.licence,
        2 => &mut folder.config,
        3 => &mut folder.tokenizer,
        _ => &mut folder.weights,
    };
    // Changes the file at one place, or replaces it.
    match rest.split_at_checked(3) {
        Some(([place, over, 0..128], new)) => {
            let place = usize::from(*place) * usize::from(*over);
            for (own, new) in file.iter_mut().skip(place).zip(new) {
                *own = *new;
            }
        }
        _ => *file = rest.to_vec(),
    }
    match Encoder::load(folder) {
        Ok(encoder) => assert_eq!(encoder.embed(&["a b c d e f"]).len(), 1),
        Err(refused) => assert!(!refused.to_string().is_empty()),
    }
});
