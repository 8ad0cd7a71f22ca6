//! Loops with the widest instructions that this processor has, chosen when the program runs.

/// Runs work that counts in whole numbers: it gives the same on every machine. Only what is inlined into it gets wide.
#[cfg(target_arch = "x86_64")]
pub(crate) fn widest<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Other processors have one width.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn widest<R>(work: impl FnOnce() -> R) -> R {
    work()
}
