//! Values that views follow, without code of their own for each type: a Leptos signal of `T` compiles some twenty
//! functions per `T`, and the phone client has many small ones (docs/adr/0006). Owner, tracking and scheduling are
//! Leptos'.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::{GetValue, LocalStorage, Notify, StoredValue, Track, Trigger};

/// A value kept for as long as the view that made it. `Copy`.
pub struct Kept<T> {
    place: StoredValue<Rc<dyn Any>, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T: 'static> Kept<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        let value: Rc<dyn Any> = Rc::new(RefCell::new(value));
        Self {
            place: put(value),
            of: PhantomData,
        }
    }

    fn place(self) -> Option<Rc<RefCell<T>>> {
        look_up(self.place)?.downcast().ok()
    }

    /// Looks at the value; `None` once its view is gone.
    pub fn try_with_value<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        let place = self.place()?;
        let value = place.borrow();
        Some(look(&value))
    }

    /// Looks at the value.
    pub fn with_value<R>(self, look: impl FnOnce(&T) -> R) -> R {
        match self.try_with_value(look) {
            Some(result) => result,
            None => wasm_bindgen::throw_str("a value was asked after its view went away"),
        }
    }

    /// Changes the value; nothing once its view is gone.
    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        if let Some(place) = self.place() {
            change(&mut place.borrow_mut());
        }
    }

    /// Puts another value in its place.
    pub fn set_value(self, value: T) {
        self.update_value(|kept| *kept = value);
    }

    /// A copy of the value.
    pub fn get_value(self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// A copy of the value; `None` once its view is gone.
    pub fn try_get_value(self) -> Option<T>
    where
        T: Clone,
    {
        self.try_with_value(T::clone)
    }
}

#[inline(never)]
fn look_up(place: StoredValue<Rc<dyn Any>, LocalStorage>) -> Option<Rc<dyn Any>> {
    place.try_get_value()
}

#[inline(never)]
fn put(value: Rc<dyn Any>) -> StoredValue<Rc<dyn Any>, LocalStorage> {
    StoredValue::new_local(value)
}

#[inline(never)]
fn notify(trigger: Trigger) {
    trigger.notify();
}

#[inline(never)]
fn track(trigger: Trigger) {
    trigger.track();
}

/// A kept value that views follow. `Copy`.
pub struct Live<T> {
    kept: Kept<T>,
    trigger: Trigger,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: 'static> Live<T> {
    /// Begins with a value.
    pub fn new(value: T) -> Self {
        Self {
            kept: Kept::new(value),
            trigger: Trigger::new(),
        }
    }

    /// Looks at the value, and follows it.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        track(self.trigger);
        self.kept.with_value(look)
    }

    /// Looks at the value once.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        self.kept.with_value(look)
    }

    /// A copy of the value, and follows it.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of the value, once.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.kept.get_value()
    }

    /// Puts another value in its place and tells who follows; nothing once its view is gone.
    pub fn set(self, value: T) {
        self.kept.set_value(value);
        notify(self.trigger);
    }

    /// Changes the value and tells who follows; nothing once its view is gone.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.kept.update_value(change);
        notify(self.trigger);
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::*;

    #[test]
    fn a_value_is_read_back_and_gone_with_its_view() {
        let owner = Owner::new();
        let live = owner.with(|| Live::new(vec![1]));
        live.update(|values| values.push(2));
        assert_eq!(live.get_untracked(), [1, 2]);
        owner.cleanup();
        live.set(Vec::new());
        assert_eq!(live.kept.try_get_value(), None);
    }
}
