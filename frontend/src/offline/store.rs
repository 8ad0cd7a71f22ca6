//! The store of the page's first script (frontend/inline/store.js), from Rust. One transaction per change, so tabs
//! cannot lose each other's items; every failure is `None`: no room, private mode, a browser that forbids it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use shared::id::IdempotencyKey;
use shared::outbox::{Item, Outbox};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::Parcel;
use crate::browser::json;

/// A parcel that only this device can open.
pub struct Sealed(JsValue);

/// True when this browser keeps things for us.
pub fn is_available() -> bool {
    store().is_some()
}

/// The outbox as it stands.
pub async fn outbox() -> Option<Outbox> {
    let stored = call("items", &[]).await?;
    Some(outbox_of(&stored.dyn_into().ok()?))
}

/// Changes the outbox in one transaction and answers what `change` answered. New bodies go along, and the draft of
/// `place` goes away: a text is in one of both, never in none. `Some` means that it is on disk.
pub async fn change_outbox<T: 'static>(
    change: impl FnOnce(&mut Outbox) -> T + 'static,
    bodies: Vec<(IdempotencyKey, Sealed)>,
    draft: Option<&str>,
) -> Option<T> {
    let answer = Rc::new(RefCell::new(None));
    let kept = answer.clone();
    let change = Box::new(move |outbox: &mut Outbox| {
        *kept.borrow_mut() = Some(change(outbox));
    });
    apply(change, bodies, draft).await?;
    answer.take()
}

async fn apply(
    change: Box<dyn FnOnce(&mut Outbox)>,
    bodies: Vec<(IdempotencyKey, Sealed)>,
    draft: Option<&str>,
) -> Option<()> {
    let reduce = Closure::once(move |stored: Array| -> Object {
        let before = outbox_of(&stored);
        let mut after = before.clone();
        change(&mut after);
        difference(&before, &after)
    });
    let bodies: Array = bodies
        .into_iter()
        .map(|(key, sealed)| pair(&key.to_string(), &sealed.0))
        .collect();
    let draft = draft.map_or(JsValue::NULL, JsValue::from_str);
    let arguments = [reduce.as_ref().clone(), bodies.into(), draft];
    call("changeOutbox", &arguments).await.map(drop)
}

/// Seals a parcel under the key of its item: it opens as nothing else.
pub async fn seal_parcel(key: IdempotencyKey, parcel: &Parcel) -> Option<Sealed> {
    let arguments = [label(key), JsValue::from_str(&parcel.to_text())];
    call("seal", &arguments).await.map(Sealed)
}

/// Opens the parcel of an item.
pub async fn parcel_of(key: IdempotencyKey) -> Option<Parcel> {
    let sealed = call("body", &[JsValue::from_str(&key.to_string())]).await?;
    if sealed.is_undefined() {
        return None;
    }
    let text = call("unseal", &[label(key), sealed]).await?;
    Parcel::of_text(&text.as_string()?)
}

/// Does the work while no other tab does; `false` when one does already.
pub async fn lock(work: impl Future<Output = ()> + 'static) -> bool {
    let work = RefCell::new(Some(work));
    let start = Closure::once(move || -> Promise {
        let work = work.take();
        future_to_promise(async move {
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::TRUE)
        })
    });
    let done = call("lock", &[start.as_ref().clone()]).await;
    done.is_some_and(|done| done.is_truthy())
}

/// Empties the device. The key goes first: without it the rest is noise.
pub async fn wipe() -> bool {
    call("wipe", &[]).await.is_some()
}

fn store() -> Option<JsValue> {
    let store = Reflect::get(&js_sys::global(), &"store".into()).ok()?;
    store.is_object().then_some(store)
}

async fn call(method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let store = store()?;
    let method: Function = Reflect::get(&store, &method.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    let promise: Promise = method.apply(&store, &arguments).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

fn label(key: IdempotencyKey) -> JsValue {
    JsValue::from_str(&format!("item {key}"))
}

/// Items that this version cannot read stay where they are, for the version that wrote them.
fn outbox_of(stored: &Array) -> Outbox {
    let items = stored.iter().filter_map(|item| json::parse(&item.as_string()?));
    Outbox::of_items(items.collect())
}

/// What the store must write and remove.
fn difference(before: &Outbox, after: &Outbox) -> Object {
    let (put, remove) = (Array::new(), Array::new());
    for item in after.items() {
        if before.item(item.key) != Some(item) {
            let json = serde_json::to_string(item).unwrap_or_default();
            put.push(&pair(&item.key.to_string(), &JsValue::from_str(&json)));
        }
    }
    let is_gone = |item: &&Item| after.item(item.key).is_none();
    for item in before.items().iter().filter(is_gone) {
        remove.push(&JsValue::from_str(&item.key.to_string()));
    }
    let changes = Object::new();
    let _ = Reflect::set(&changes, &"put".into(), &put);
    let _ = Reflect::set(&changes, &"remove".into(), &remove);
    changes
}

fn pair(name: &str, value: &JsValue) -> JsValue {
    Array::of2(&JsValue::from_str(name), value).into()
}
