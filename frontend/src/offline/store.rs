//! The store of the page's first script (frontend/inline/store.js), from Rust. One transaction per change, so tabs
//! cannot lose each other's items; every failure is `None`: no room, private mode, a browser that forbids it.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use shared::id::IdempotencyKey;
use shared::outbox::{Item, Outbox};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::item;
use crate::api::Parcel;

/// A parcel that only this device can open, on its way into the store.
pub struct Body {
    key: String,
    sealed: JsValue,
    draft: JsValue,
}

/// The outbox as it stands.
pub async fn outbox() -> Option<Outbox> {
    let stored = call("items", &[]).await?;
    Some(outbox_of(&stored.dyn_into().ok()?))
}

/// Changes the outbox in one transaction and answers what `change` answered; `Some` means that it is on disk. A new body
/// goes along, and the draft that it was made of goes away: a text is in one of both, never in none.
pub async fn change_outbox<T: 'static>(
    change: impl FnOnce(&mut Outbox) -> T + 'static,
    body: Option<Body>,
) -> Option<T> {
    let answer = Rc::new(RefCell::new(None));
    let kept = answer.clone();
    let change = Box::new(move |outbox: &mut Outbox| {
        *kept.borrow_mut() = Some(change(outbox));
        true
    });
    apply(change, body.into_iter().collect()).await?;
    answer.take()
}

/// Writes bodies in one transaction with what `change` does to the outbox, if it says so of the outbox as it stands then.
pub async fn change_outbox_if(
    change: impl FnOnce(&mut Outbox) -> bool + 'static,
    bodies: Vec<Body>,
) -> bool {
    let answer = Rc::new(Cell::new(false));
    let kept = answer.clone();
    let ask = Box::new(move |outbox: &mut Outbox| {
        kept.set(change(outbox));
        kept.get()
    });
    apply(ask, bodies).await.is_some() && answer.get()
}

/// `change` answers whether the bodies are written.
async fn apply(change: Box<dyn FnOnce(&mut Outbox) -> bool>, written: Vec<Body>) -> Option<()> {
    let reduce = Closure::once(move |stored: Array| -> Object {
        let before = outbox_of(&stored);
        let mut after = before.clone();
        let keeps_body = change(&mut after);
        difference(&before, &after, keeps_body)
    });
    let (bodies, mut draft) = (Array::new(), JsValue::NULL);
    for body in written {
        bodies.push(&pair(&body.key, &body.sealed));
        draft = body.draft;
    }
    let arguments = [reduce.as_ref().clone(), bodies.into(), draft];
    call("changeOutbox", &arguments).await.map(drop)
}

/// Seals a parcel under the key of its item: it opens as nothing else. `draft` is the place whose draft it was made of.
pub async fn seal_parcel(
    key: IdempotencyKey,
    parcel: &Parcel,
    draft: Option<&str>,
) -> Option<Body> {
    let arguments = [label(key), JsValue::from_str(&parcel.to_text())];
    Some(Body {
        key: key.to_string(),
        sealed: call("seal", &arguments).await?,
        draft: draft.map_or(JsValue::NULL, JsValue::from_str),
    })
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

/// Keeps a text as the draft of a form; true when it is on disk.
pub async fn keep_draft(place: &str, text: &str) -> bool {
    let arguments = [JsValue::from_str(place), JsValue::from_str(text)];
    let kept = call("keepDraft", &arguments).await;
    kept.is_some_and(|kept| kept.is_truthy())
}

/// Does the work when no other tab does.
pub async fn lock(work: Pin<Box<dyn Future<Output = ()>>>) {
    let start = Closure::once(move || -> Promise {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    call("lock", &[start.as_ref().clone()]).await;
}

/// True as long as no other tab took over from this one; asked before each item. A Web Lock cannot be taken over: then there is
/// nothing to ask (frontend/inline/beside.js).
pub async fn still_sends() -> bool {
    let sends = call("sends", &[]).await;
    sends.is_none_or(|sends| sends.is_truthy())
}

/// What a server told before, and when.
pub async fn copy(name: &str) -> Option<(String, f64)> {
    let copy = call("copy", &[JsValue::from_str(name)]).await?;
    let text = Reflect::get(&copy, &"text".into()).ok()?.as_string()?;
    let at = Reflect::get(&copy, &"at".into()).ok()?.as_f64()?;
    Some((text, at))
}

/// Keeps what a server told, under its names; an empty text forgets it.
pub async fn keep_copies(copies: impl Iterator<Item = (String, String)>) {
    let pairs: Array = copies
        .map(|(name, text)| pair(&name, &JsValue::from_str(&text)))
        .collect();
    call("keepCopies", &[pairs.into()]).await;
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
    let items = stored
        .iter()
        .filter_map(|item| item::read(&item.as_string()?));
    Outbox::of_items(items.collect())
}

/// What the store must write and remove.
fn difference(before: &Outbox, after: &Outbox, keeps_body: bool) -> Object {
    let (put, remove) = (Array::new(), Array::new());
    for item in after.items() {
        if before.item(item.key) != Some(item) {
            let json = JsValue::from_str(&item::written(item));
            put.push(&pair(&item.key.to_string(), &json));
        }
    }
    let is_gone = |item: &&Item| after.item(item.key).is_none();
    for item in before.items().iter().filter(is_gone) {
        remove.push(&JsValue::from_str(&item.key.to_string()));
    }
    let changes = Object::new();
    let _ = Reflect::set(&changes, &"put".into(), &put);
    let _ = Reflect::set(&changes, &"remove".into(), &remove);
    let _ = Reflect::set(&changes, &"keep".into(), &keeps_body.into());
    let _ = Reflect::set(&changes, &"waiting".into(), &after.waiting().into());
    changes
}

fn pair(name: &str, value: &JsValue) -> JsValue {
    Array::of2(&JsValue::from_str(name), value).into()
}
