//! The detector as a WebAssembly module of its own, for `cargo xtask bench privacy` and for the golden test: what a browser
//! answers, how long it takes and what it weighs. Puts `privacy.load`, `privacy.answer`, `privacy.detect`, `privacy.depth` on
//! the global object.

#[cfg(target_arch = "wasm32")]
#[path = "../tests/golden/mod.rs"]
mod golden;

#[cfg(target_arch = "wasm32")]
fn main() {
    browser::export();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;
    use std::rc::Rc;

    use js_sys::{Object, Reflect, global};
    use privacy::{Names, detect};
    use shared::codes::Language;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::closure::Closure;

    pub(super) fn export() {
        let names = Rc::new(RefCell::new(Names::none()));
        let functions = Object::new();
        let set = |name: &str, function: JsValue| {
            // A plain object takes every property.
            let _set = Reflect::set(&functions, &name.into(), &function);
        };
        let loaded = Rc::clone(&names);
        let load = Closure::<dyn Fn(String) -> f64>::new(move |file: String| {
            let read = Names::load(file).unwrap_or_else(|_| Names::none());
            let count = u32::try_from(read.len()).unwrap_or(u32::MAX);
            loaded.replace(read);
            f64::from(count)
        });
        set("load", load.into_js_value());
        let known = Rc::clone(&names);
        let answer = Closure::<dyn Fn(String) -> String>::new(move |text: String| {
            crate::golden::answer(&text, &known.borrow())
        });
        set("answer", answer.into_js_value());
        let count = Closure::<dyn Fn(String) -> f64>::new(move |text: String| {
            f64::from(u32::try_from(detect(&text, &names.borrow()).len()).unwrap_or(u32::MAX))
        });
        set("detect", count.into_js_value());
        let depth = Closure::<dyn Fn(String) -> f64>::new(|text: String| {
            f64::from(text::depth(&text, Language::Nl).score())
        });
        set("depth", depth.into_js_value());
        let _set = Reflect::set(&global(), &"privacy".into(), &functions);
    }
}
