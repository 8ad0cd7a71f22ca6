//! What staff may call. The login's short-lived access token is kept in memory only; the cookie that renews it is out of
//! reach of scripts.

mod actions;
mod authority;
mod clusters;
mod feedback;
mod imports;
mod indicators;
mod issues;
mod login;
mod people;
mod priorities;
mod search;
mod signals;
mod trends;

use std::fmt::Write as _;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use shared::page::{MAX_PAGE_SIZE, Page};
use shared::problem::Code;

use super::transport::{Call, Received};
use super::{Answer, ApiClient, Versioned};

pub use login::Login;

/// A member of staff with a login.
#[derive(Clone)]
pub struct Authorised {
    login: Login,
    authority: Option<Arc<str>>,
}

impl ApiClient<Authorised> {
    /// A client that reads across all memberships of the login.
    pub fn authorised(login: Login) -> Self {
        Self {
            who: Authorised {
                login,
                authority: None,
            },
        }
    }

    /// The same client for one authority: wanted for everything that creates something.
    #[must_use]
    pub fn at(&self, authority: &str) -> Self {
        Self {
            who: Authorised {
                authority: Some(authority.into()),
                ..self.who.clone()
            },
        }
    }

    /// The login behind this client.
    pub fn login(&self) -> Login {
        self.who.login
    }

    async fn send(&self, call: Call) -> Answer<Received> {
        let call = match &self.who.authority {
            Some(authority) => call.authority(authority),
            None => call,
        };
        let login = self.who.login;
        let token = login.token().await?;
        let answer = call.send_with(Some(&token)).await;
        let is_outdated = answer.as_ref().err().is_some_and(|error| {
            matches!(
                error.code(),
                Some(Code::ExpiredAccessToken | Code::InvalidAccessToken | Code::NoAccessToken)
            )
        });
        if !is_outdated {
            return answer;
        }
        login.forget_token(&token);
        let token = login.token().await?;
        call.send_with(Some(&token)).await
    }

    async fn receive<T: DeserializeOwned>(&self, call: Call) -> Answer<T> {
        self.send(call).await?.json()
    }

    /// Every page of a list that people see as a whole.
    async fn receive_all<T: DeserializeOwned>(&self, path: &str) -> Answer<Page<T>> {
        let mut whole = Page::whole(Vec::new());
        let mut after: Option<String> = None;
        loop {
            let query = Query::new(path).add("pageSize", MAX_PAGE_SIZE);
            let call = Call::get(query.add_all("after", after).into_path());
            let page: Page<T> = self.receive(call).await?;
            whole.items.extend(page.items);
            after = page.next;
            if after.is_none() {
                whole.total = u64::try_from(whole.items.len()).ok();
                return Ok(whole);
            }
        }
    }

    async fn receive_versioned<T: DeserializeOwned>(&self, call: Call) -> Answer<Versioned<T>> {
        self.send(call).await?.versioned()
    }

    async fn done(&self, call: Call) -> Answer<()> {
        self.send(call).await.map(drop)
    }
}

/// Puts filters behind a path: several values of one filter repeat its name.
struct Query {
    path: String,
    is_first: bool,
}

impl Query {
    fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            is_first: true,
        }
    }

    fn add(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.path.push(if self.is_first { '?' } else { '&' });
        self.is_first = false;
        self.path.push_str(name);
        self.path.push('=');
        let value = value.to_string();
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                self.path.push(char::from(byte));
            } else {
                let _ = write!(self.path, "%{byte:02X}");
            }
        }
        self
    }

    fn add_all<T: std::fmt::Display>(
        self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        values
            .into_iter()
            .fold(self, |query, value| query.add(name, value))
    }

    fn into_path(self) -> String {
        self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_repeat_their_name_and_are_escaped() {
        let path = Query::new("/signals")
            .add_all("theme", ["housing", "care"])
            .add_all("q", Some("wachtlijst & é"))
            .into_path();
        assert_eq!(
            path,
            "/signals?theme=housing&theme=care&q=wachtlijst%20%26%20%C3%A9"
        );
    }
}
