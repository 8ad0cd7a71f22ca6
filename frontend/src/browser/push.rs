//! Whether this browser may ring, and where (Push API). Nothing is asked before somebody wants it.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription,
    PushSubscriptionOptionsInit, ServiceWorkerRegistration,
};

use super::dom;

/// What the browser and its user allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// This browser cannot ring, or not before the app stands on the home screen (iOS).
    Impossible,
    /// Nobody was asked yet.
    Unasked,
    /// The user said no; only the settings of the browser change that.
    Denied,
    /// The user said yes.
    Granted,
}

/// What is allowed now.
pub fn permission() -> Permission {
    let window = dom::window();
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    let can = has(&window, "Notification")
        && has(&window, "PushManager")
        && has(&window.navigator(), "serviceWorker");
    if can {
        read(Notification::permission())
    } else {
        Permission::Impossible
    }
}

/// Asks the user; only to be called when somebody pressed for it.
pub async fn ask() -> Permission {
    if let Ok(asked) = Notification::request_permission() {
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

const fn read(permission: NotificationPermission) -> Permission {
    match permission {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Unasked,
    }
}

/// Where this browser rings; `None` inside when it does not, `None` outside when nobody can tell now.
pub async fn endpoint() -> Option<Option<String>> {
    let found = subscription(&manager().await?).await?;
    Some(found.map(|subscription| subscription.endpoint()))
}

/// Lets this browser ring for who holds this key; where.
pub async fn subscribe(key: &str) -> Option<String> {
    let manager = manager().await?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&key.into());
    let asked = manager.subscribe_with_options(&options).ok()?;
    let made = JsFuture::from(asked).await.ok()?;
    Some(made.unchecked_into::<PushSubscription>().endpoint())
}

/// This browser rings no more.
pub async fn unsubscribe() {
    let Some(manager) = manager().await else {
        return;
    };
    if let Some(Some(subscription)) = subscription(&manager).await
        && let Ok(asked) = subscription.unsubscribe()
    {
        let _ = JsFuture::from(asked).await;
    }
}

async fn subscription(manager: &PushManager) -> Option<Option<PushSubscription>> {
    let found = JsFuture::from(manager.get_subscription().ok()?)
        .await
        .ok()?;
    let is_there = !found.is_null() && !found.is_undefined();
    Some(is_there.then(|| found.unchecked_into()))
}

/// That of the worker of this page; none before the worker is there.
async fn manager() -> Option<PushManager> {
    if permission() == Permission::Impossible {
        return None;
    }
    let workers = dom::window().navigator().service_worker();
    let found = JsFuture::from(workers.get_registration()).await.ok()?;
    if found.is_undefined() {
        return None;
    }
    let worker: ServiceWorkerRegistration = found.unchecked_into();
    worker.push_manager().ok()
}
