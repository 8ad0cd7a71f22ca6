//! What is asked.

/// One kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A provider sends a signal.
    Create,
    /// The first fifty signals of the inbox.
    List,
    /// The last fifty.
    LastPage,
    /// One signal.
    Detail,
    /// A word that a fifth of the signals have.
    Search,
    /// A word that no signal has: everything must be looked at, or an index must know.
    RareSearch,
}

impl Operation {
    /// Creating comes last: the rows that it adds, short and without codes, would be the first page.
    pub(crate) const ALL: [Self; 6] = [
        Self::List,
        Self::LastPage,
        Self::Detail,
        Self::Search,
        Self::RareSearch,
        Self::Create,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::List => "list of 50",
            Self::LastPage => "last page",
            Self::Detail => "detail",
            Self::Search => "search",
            Self::RareSearch => "rare search",
        }
    }

    /// What is searched, as the product stems it too.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::RareSearch => "zwembad",
            _ => "wachtlijst",
        }
    }

    /// What issue 2 allows: statements without frames, and milliseconds of processor time.
    pub(crate) const fn aim(self) -> Option<(usize, f64)> {
        match self {
            Self::Create => Some((4, 1.0)),
            Self::List => Some((3, 5.0)),
            _ => None,
        }
    }
}
