//! Waiting for the server: nothing for 300 ms, then a skeleton, after 8 s an explanation.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::browser::task::spawn;

use super::banner::{Tone, notice, problem_view};
use super::button::{Kind, button};
use super::piece::{Piece, piece};
use crate::api::{Answer, ApiError};
use crate::browser::timer;
use crate::field::prelude::*;
use crate::parts::icon;

/// A skeleton, and later a way to try again.
pub(in crate::field) fn loading(retry: Rc<dyn Fn()>) -> Piece {
    let waited = Live::new(0_u8);
    spawn(async move {
        timer::after(300).await;
        waited.set(1);
        timer::after(7_700).await;
        waited.set(2);
    });
    let status = piece("p")
        .class("visually-hidden")
        .attr("role", "status")
        .live_words(move || {
            if waited.get() > 0 {
                t!(common.loading)
            } else {
                ""
            }
            .to_owned()
        });
    let rows = piece("div")
        .class("loading__rows")
        .attr("aria-hidden", "true")
        .live_class("loading__rows--shown", move || waited.get() > 0)
        .with_all((0..3).map(|_| piece("div").class("skeleton")));
    let slow = piece("div").live(move || {
        if waited.get() < 2 {
            return Vec::new();
        }
        let retry = retry.clone();
        let again = button(
            t!(common.retry),
            Kind::Plain,
            Some(icon::REFRESH_CW),
            move || retry(),
        );
        vec![notice(
            Tone::Info,
            [piece("p").words(t!(common.slow)), again],
        )]
    });
    piece("div")
        .class("loading")
        .attr("aria-busy", "true")
        .with(status)
        .with(rows)
        .with(slow)
}

type Work<T> = Pin<Box<dyn Future<Output = Answer<T>>>>;

/// A reading from the server in all its states. Reading again keeps what is shown.
pub(in crate::field) struct Reading<T: 'static> {
    value: Live<Option<Rc<T>>>,
    failure: Live<Option<ApiError>>,
    read: Rc<dyn Fn() -> Work<T>>,
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value,
            failure: self.failure,
            read: self.read.clone(),
        }
    }
}

impl<T: 'static> Reading<T> {
    /// Begins to read.
    pub(in crate::field) fn new<F>(read: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Answer<T>> + 'static,
    {
        let reading = Self {
            value: Live::new(None),
            failure: Live::new(None),
            read: Rc::new(move || Box::pin(read())),
        };
        reading.again();
        reading
    }

    /// Reads again.
    pub(in crate::field) fn again(&self) {
        let (value, failure) = (self.value, self.failure);
        let answer = (self.read)();
        failure.set(None);
        spawn(async move {
            match answer.await {
                Ok(found) => {
                    value.set(Some(Rc::new(found)));
                }
                Err(error) => {
                    failure.set(Some(error));
                }
            }
        });
    }

    /// What was read.
    pub(in crate::field) fn get(&self) -> Option<Rc<T>> {
        self.value.get()
    }

    /// Why it could not be read.
    pub(in crate::field) fn failure(&self) -> Option<ApiError> {
        self.failure.get()
    }

    /// Shows it: waiting, there, or failed.
    pub(in crate::field) fn shown(&self, view: impl Fn(&T) -> Vec<Piece> + 'static) -> Piece {
        self.shown_as(true, view)
    }

    fn shown_as(&self, is_needed: bool, view: impl Fn(&T) -> Vec<Piece> + 'static) -> Piece {
        let reading = self.clone();
        piece("div").live(move || match (reading.get(), reading.failure()) {
            (Some(value), _) => view(&value),
            (None, Some(error)) if !is_needed && error.is_passing() => Vec::new(),
            (None, Some(error)) => vec![problem_view(&error, Some(reading.retry()))],
            (None, None) => vec![loading(reading.retry().into())],
        })
    }

    /// Shows it once it is there; nothing when only the network is missing. For what nobody needs.
    pub(in crate::field) fn shown_if_there(
        &self,
        view: impl Fn(&T) -> Vec<Piece> + 'static,
    ) -> Piece {
        self.shown_as(false, view)
    }

    /// Reads again, for a button.
    pub(in crate::field) fn retry(&self) -> Box<dyn Fn()> {
        let reading = self.clone();
        Box::new(move || reading.again())
    }
}
