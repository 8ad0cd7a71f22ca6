//! Values that views follow: the signals, effects and owners of Leptos for one thread, without code of their own for each
//! type and without what a phone never asks of them (docs/adr/0006).
//!
//! A [`Live`] value knows who read it. [`follow`] runs a piece of a view now, and again a moment after a value that it read
//! has changed; whatever was made while it ran goes away before it runs again, or with the [`Root`].

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

/// Names a node for good: a number is given once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Id(u32);

enum Node {
    Value {
        value: Rc<dyn Any>,
        followers: Vec<Follower>,
    },
    View {
        run: Rc<dyn Fn()>,
        /// Counts its runs.
        run_count: u32,
        /// What was made while it ran.
        owned: Vec<Id>,
    },
    Cleanup(Box<dyn FnOnce()>),
}

/// A view that read a value in one of its runs. After its next run it may not read the value any more.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Follower {
    view: Id,
    run_count: u32,
}

/// What to run, as whom, and what goes away before.
type NextRun = (Rc<dyn Fn()>, Follower, Vec<Node>);

/// Every node of the page.
struct Graph {
    /// In the order of their ids.
    nodes: Vec<(Id, Node)>,
    last_id: u32,
    /// Whom new nodes belong to.
    owner: Option<Id>,
    /// Who follows the values that are read now.
    reader: Option<Follower>,
    /// Views that run again soon.
    waiting: Vec<Id>,
    is_settling: bool,
}

thread_local! {
    static GRAPH: RefCell<Graph> = const {
        RefCell::new(Graph {
            nodes: Vec::new(),
            last_id: 0,
            owner: None,
            reader: None,
            waiting: Vec::new(),
            is_settling: false,
        })
    };
}

impl Graph {
    fn add(&mut self, node: Node) -> Id {
        self.last_id += 1;
        let id = Id(self.last_id);
        self.nodes.push((id, node));
        if let Some(Node::View { owned, .. }) = self.owner.and_then(|owner| self.node(owner)) {
            owned.push(id);
        }
        id
    }

    fn place(&self, id: Id) -> Option<usize> {
        self.nodes.binary_search_by_key(&id, |(id, _)| *id).ok()
    }

    fn node(&mut self, id: Id) -> Option<&mut Node> {
        let place = self.place(id)?;
        self.nodes.get_mut(place).map(|(_, node)| node)
    }

    /// Takes a node out with everything that it owns.
    fn take(&mut self, id: Id, taken: &mut Vec<Node>) {
        let Some(place) = self.place(id) else { return };
        let (_, mut node) = self.nodes.remove(place);
        if let Node::View { owned, .. } = &mut node {
            for id in std::mem::take(owned) {
                self.take(id, taken);
            }
        }
        taken.push(node);
    }

    /// Makes a view ready for its next run: what to run, and what goes away before.
    fn prepare(&mut self, id: Id) -> Option<NextRun> {
        let Some(Node::View {
            run,
            run_count,
            owned,
        }) = self.node(id)
        else {
            return None;
        };
        *run_count += 1;
        let follower = Follower {
            view: id,
            run_count: *run_count,
        };
        let (run, owned) = (run.clone(), std::mem::take(owned));
        let mut gone = Vec::new();
        for id in owned {
            self.take(id, &mut gone);
        }
        Some((run, follower, gone))
    }

    fn is_current(&mut self, follower: Follower) -> bool {
        matches!(self.node(follower.view), Some(Node::View { run_count, .. }) if *run_count == follower.run_count)
    }

    fn track(&mut self, value: Id) {
        let Some(reader) = self.reader else { return };
        if let Some(Node::Value { followers, .. }) = self.node(value)
            && !followers.contains(&reader)
        {
            // Whoever reads a value that never changes would stand here for ever.
            let mut known = std::mem::take(followers);
            known.retain(|follower| self.is_current(*follower));
            known.push(reader);
            if let Some(Node::Value { followers, .. }) = self.node(value) {
                *followers = known;
            }
        }
    }

    /// Tells the followers of a value. True when nobody was waiting before.
    fn notify(&mut self, value: Id) -> bool {
        let was_still = self.waiting.is_empty() && !self.is_settling;
        let Some(Node::Value { followers, .. }) = self.node(value) else {
            return false;
        };
        for follower in std::mem::take(followers) {
            if self.is_current(follower) && !self.waiting.contains(&follower.view) {
                self.waiting.push(follower.view);
            }
        }
        was_still && !self.waiting.is_empty()
    }

    /// The oldest view that waits: a view is older than those inside it, which it may take away.
    fn next(&mut self) -> Option<Id> {
        let oldest = self.waiting.iter().copied().min();
        self.waiting.retain(|id| Some(*id) != oldest);
        self.is_settling = oldest.is_some();
        oldest
    }
}

/// Runs what goes away with a view. Dropping a value may drop what asks the graph, so nobody holds it meanwhile.
fn bury(gone: Vec<Node>) {
    for node in gone {
        if let Node::Cleanup(cleanup) = node {
            cleanup();
        }
    }
}

fn run(view: Id) {
    let Some((run, follower, gone)) = GRAPH.with_borrow_mut(|graph| graph.prepare(view)) else {
        return;
    };
    bury(gone);
    let before = GRAPH.with_borrow_mut(|graph| {
        let before = (graph.owner, graph.reader);
        (graph.owner, graph.reader) = (Some(view), Some(follower));
        before
    });
    run();
    GRAPH.with_borrow_mut(|graph| (graph.owner, graph.reader) = before);
}

/// Runs every view that waits, and those that they make wait.
fn settle() {
    while let Some(view) = GRAPH.with_borrow_mut(Graph::next) {
        run(view);
    }
}

/// A moment later: several changes in a row are one.
fn settle_soon() {
    // The tests call `settle` themselves: outside of a page nothing runs later.
    if cfg!(target_arch = "wasm32") {
        crate::browser::task::spawn(async { settle() });
    }
}

#[inline(never)]
fn add_view(run_it: Rc<dyn Fn()>) -> Id {
    let view = GRAPH.with_borrow_mut(|graph| {
        graph.add(Node::View {
            run: run_it,
            run_count: 0,
            owned: Vec::new(),
        })
    });
    run(view);
    view
}

/// Runs now and whenever a value that it read has changed, until the view that it belongs to goes away.
pub(super) fn follow(run: impl Fn() + 'static) {
    add_view(Rc::new(run));
}

/// Runs when the view that it belongs to goes away or is made anew.
pub(super) fn on_cleanup(cleanup: Box<dyn FnOnce()>) {
    GRAPH.with_borrow_mut(|graph| graph.add(Node::Cleanup(cleanup)));
}

/// Reads without following.
pub(super) fn untrack<R>(look: impl FnOnce() -> R) -> R {
    let before = GRAPH.with_borrow_mut(|graph| graph.reader.take());
    let found = look();
    GRAPH.with_borrow_mut(|graph| graph.reader = before);
    found
}

/// Everything that was made while it ran; goes away when this is dropped.
pub(super) struct Root(Id);

impl Root {
    /// Runs once.
    pub(super) fn new(run: impl Fn() + 'static) -> Self {
        Self(add_view(Rc::new(move || untrack(&run))))
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let mut gone = Vec::new();
        GRAPH.with_borrow_mut(|graph| graph.take(self.0, &mut gone));
        bury(gone);
    }
}

/// A value kept for as long as the view that made it. `Copy`.
pub(super) struct Kept<T> {
    id: Id,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

#[inline(never)]
fn add_value(value: Rc<dyn Any>) -> Id {
    GRAPH.with_borrow_mut(|graph| {
        graph.add(Node::Value {
            value,
            followers: Vec::new(),
        })
    })
}

#[inline(never)]
fn value_of(id: Id) -> Option<Rc<dyn Any>> {
    GRAPH.with_borrow_mut(|graph| match graph.node(id) {
        Some(Node::Value { value, .. }) => Some(value.clone()),
        _ => None,
    })
}

#[inline(never)]
fn track(id: Id) {
    GRAPH.with_borrow_mut(|graph| graph.track(id));
}

#[inline(never)]
fn notify(id: Id) {
    if GRAPH.with_borrow_mut(|graph| graph.notify(id)) {
        settle_soon();
    }
}

impl<T: 'static> Kept<T> {
    /// Keeps a value.
    pub(super) fn new(value: T) -> Self {
        Self {
            id: add_value(Rc::new(RefCell::new(value))),
            of: PhantomData,
        }
    }

    fn place(self) -> Option<Rc<RefCell<T>>> {
        value_of(self.id)?.downcast().ok()
    }

    /// Looks at the value; `None` once its view is gone.
    pub(super) fn try_with_value<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        let place = self.place()?;
        let value = place.borrow();
        Some(look(&value))
    }

    /// Looks at the value.
    pub(super) fn with_value<R>(self, look: impl FnOnce(&T) -> R) -> R {
        match self.try_with_value(look) {
            Some(result) => result,
            None => wasm_bindgen::throw_str("a value was asked after its view went away"),
        }
    }

    /// Changes the value; nothing once its view is gone.
    pub(super) fn update_value(self, change: impl FnOnce(&mut T)) {
        if let Some(place) = self.place() {
            change(&mut place.borrow_mut());
        }
    }

    /// Puts another value in its place.
    pub(super) fn set_value(self, value: T) {
        self.update_value(|kept| *kept = value);
    }

    /// A copy of the value.
    pub(super) fn get_value(self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// A copy of the value; `None` once its view is gone.
    pub(super) fn try_get_value(self) -> Option<T>
    where
        T: Clone,
    {
        self.try_with_value(T::clone)
    }
}

/// A kept value that views follow. `Copy`.
pub(super) struct Live<T>(Kept<T>);

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: 'static> Live<T> {
    /// Begins with a value.
    pub(super) fn new(value: T) -> Self {
        Self(Kept::new(value))
    }

    /// Looks at the value, and follows it.
    pub(super) fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        track(self.0.id);
        self.0.with_value(look)
    }

    /// Looks at the value once.
    pub(super) fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        self.0.with_value(look)
    }

    /// A copy of the value, and follows it.
    pub(super) fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of the value, once.
    pub(super) fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.0.get_value()
    }

    /// A copy of the value, once; `None` once its view is gone.
    pub(super) fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        self.0.try_get_value()
    }

    /// Puts another value in its place and tells who follows; nothing once its view is gone.
    pub(super) fn set(self, value: T) {
        self.0.set_value(value);
        notify(self.0.id);
    }

    /// Changes the value and tells who follows; nothing once its view is gone.
    pub(super) fn update(self, change: impl FnOnce(&mut T)) {
        self.0.update_value(change);
        notify(self.0.id);
    }

    /// Changes what nobody follows about the value.
    pub(super) fn update_untracked(self, change: impl FnOnce(&mut T)) {
        self.0.update_value(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a view wrote in the order in which it was written.
    #[derive(Clone, Default)]
    struct Log(Rc<RefCell<Vec<String>>>);

    impl Log {
        fn write(&self, line: impl Into<String>) {
            self.0.borrow_mut().push(line.into());
        }

        fn taken(&self) -> Vec<String> {
            self.0.take()
        }
    }

    /// Makes something inside a root, and gives it out.
    fn within<T: Clone + 'static>(make: impl Fn() -> T + 'static) -> (Root, T) {
        let made = Rc::new(RefCell::new(None));
        let place = made.clone();
        let root = Root::new(move || *place.borrow_mut() = Some(make()));
        let made = made.borrow().clone().unwrap();
        (root, made)
    }

    #[test]
    fn a_value_is_read_back_and_gone_with_its_view() {
        let (root, live) = within(|| Live::new(vec![1]));
        live.update(|values| values.push(2));
        assert_eq!(live.get_untracked(), [1, 2]);
        drop(root);
        live.set(Vec::new());
        assert_eq!(live.0.try_get_value(), None);
        assert!(GRAPH.with_borrow(|graph| graph.nodes.is_empty()));
    }

    #[test]
    fn a_view_runs_once_for_several_changes() {
        let log = Log::default();
        let written = log.clone();
        let (_root, (one, other)) = within(move || {
            let (one, other) = (Live::new(1), Live::new(1));
            let log = written.clone();
            follow(move || log.write(format!("{}", one.get() + other.get())));
            (one, other)
        });
        assert_eq!(log.taken(), ["2"]);
        one.set(2);
        other.set(3);
        assert!(log.taken().is_empty(), "not before the moment is over");
        settle();
        assert_eq!(log.taken(), ["5"]);
    }

    #[test]
    fn what_a_view_does_not_read_any_more_does_not_wake_it() {
        let log = Log::default();
        let written = log.clone();
        let (_root, (is_long, word)) = within(move || {
            let (is_long, word) = (Live::new(true), Live::new("a"));
            let log = written.clone();
            follow(move || log.write(if is_long.get() { word.get() } else { "-" }));
            (is_long, word)
        });
        is_long.set(false);
        settle();
        word.set("b");
        settle();
        assert_eq!(log.taken(), ["a", "-"]);
    }

    #[test]
    fn what_is_read_without_following_does_not_wake_a_view() {
        let log = Log::default();
        let written = log.clone();
        let (_root, word) = within(move || {
            let word = Live::new("a");
            let log = written.clone();
            follow(move || log.write(untrack(|| word.get())));
            word
        });
        word.set("b");
        settle();
        assert_eq!(log.taken(), ["a"]);
    }

    #[test]
    fn a_view_inside_another_goes_away_when_the_outer_one_is_made_anew() {
        let log = Log::default();
        let written = log.clone();
        let (_root, (outer, inner)) = within(move || {
            let (outer, inner) = (Live::new(1), Live::new(1));
            let log = written.clone();
            follow(move || {
                let number = outer.get();
                let (said, cleaned) = (log.clone(), log.clone());
                follow(move || said.write(format!("{number}.{}", inner.get())));
                on_cleanup(Box::new(move || cleaned.write(format!("{number} gone"))));
            });
            (outer, inner)
        });
        assert_eq!(log.taken(), ["1.1"]);
        inner.set(2);
        outer.set(2);
        settle();
        assert_eq!(log.taken(), ["1 gone", "2.2"], "the inner one ran once");
        inner.set(3);
        settle();
        assert_eq!(log.taken(), ["2.3"]);
    }

    #[test]
    fn a_view_that_changes_what_it_reads_comes_to_rest() {
        let log = Log::default();
        let written = log.clone();
        let (_root, left) = within(move || {
            let left = Live::new(3);
            let log = written.clone();
            follow(move || {
                log.write(left.get().to_string());
                if left.get_untracked() > 0 {
                    left.update(|left| *left -= 1);
                }
            });
            left
        });
        settle();
        assert_eq!(log.taken(), ["3", "2", "1", "0"]);
        assert_eq!(left.get_untracked(), 0);
    }

    #[test]
    fn readers_of_a_value_that_never_changes_do_not_pile_up() {
        let (_root, (constant, again)) = within(|| {
            let (constant, again) = (Live::new(1), Live::new(0));
            follow(move || {
                again.get();
                follow(move || {
                    constant.get();
                });
            });
            (constant, again)
        });
        for round in 1..=20 {
            again.set(round);
            settle();
        }
        let followers = GRAPH.with_borrow_mut(|graph| match graph.node(constant.0.id) {
            Some(Node::Value { followers, .. }) => followers.len(),
            _ => 0,
        });
        assert_eq!(followers, 1);
    }
}
