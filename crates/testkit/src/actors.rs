//! Who asks: somebody unknown, a provider with an entry link, or somebody with roles.

use identity::tokens::AccessToken;
use shared::codes::Role;
use shared::id::{LoginId, MembershipId, UserId};
use shared::page::Page;
use shared::signal::{SignalDraft, SubmittedSignal};
use shared::sources::Clock;
use shared::timeline::{FollowDraft, Timeline};

use crate::app::TestApp;
use crate::call::Call;
use crate::operations::Asks;

/// Somebody without any proof.
#[derive(Clone)]
pub struct Anyone {
    app: TestApp,
}

/// A provider without account: she has the entry link of an authority, and follow-up codes.
#[derive(Clone)]
pub struct Provider {
    app: TestApp,
    /// The authority.
    pub authority: String,
}

/// Somebody with roles. Tokens are issued for each call, so that they never expire by accident.
#[derive(Clone)]
pub struct Staff {
    app: TestApp,
    /// The person.
    pub user: UserId,
    /// The signing-in.
    pub login: LoginId,
    /// Memberships, one per authority.
    pub memberships: Vec<MembershipId>,
    /// The authority that calls are about; all of this person's when absent.
    pub about: Option<String>,
}

impl TestApp {
    /// Somebody without any proof.
    pub fn anyone(&self) -> Anyone {
        Anyone { app: self.clone() }
    }

    /// A provider who got the entry link of an authority.
    pub fn provider(&self, authority: &str) -> Provider {
        Provider {
            app: self.clone(),
            authority: authority.to_owned(),
        }
    }

    /// A signaalverwerker.
    pub async fn processor(&self, authority: &str) -> Staff {
        self.member(authority, &[Role::Processor]).await
    }

    /// A hoofdverwerker.
    pub async fn lead_processor(&self, authority: &str) -> Staff {
        self.member(authority, &[Role::LeadProcessor]).await
    }

    /// A beleidsmedewerker.
    pub async fn policy_officer(&self, authority: &str) -> Staff {
        self.member(authority, &[Role::PolicyOfficer]).await
    }

    /// A beheerder.
    pub async fn administrator(&self, authority: &str) -> Staff {
        self.member(authority, &[Role::Administrator]).await
    }

    /// Somebody with roles in one authority.
    pub async fn member(&self, authority: &str, roles: &[Role]) -> Staff {
        let mut staff = self.person_with(&[(authority, roles)]).await;
        staff.about = Some(authority.to_owned());
        staff
    }

    /// A processor who works for several authorities; calls are about all of them unless told otherwise.
    pub async fn shared_processor(&self, authorities: &[&str]) -> Staff {
        let memberships: Vec<(&str, &[Role])> = authorities
            .iter()
            .map(|authority| (*authority, [Role::Processor].as_slice()))
            .collect();
        self.person_with(&memberships).await
    }

    /// Somebody with roles in any number of authorities.
    pub async fn person_with(&self, memberships: &[(&str, &[Role])]) -> Staff {
        let person = self.add_person(memberships).await;
        Staff {
            app: self.clone(),
            user: person.user,
            login: LoginId::new(self.inner.installation.sources.ids.key()),
            memberships: person.memberships,
            about: None,
        }
    }
}

impl Staff {
    /// The same person, about one authority.
    #[must_use]
    pub fn about(&self, authority: &str) -> Self {
        Self {
            about: Some(authority.to_owned()),
            ..self.clone()
        }
    }

    /// The same person, about every authority of hers.
    #[must_use]
    pub fn about_all(&self) -> Self {
        Self {
            about: None,
            ..self.clone()
        }
    }

    /// An access token as signing in would give it.
    pub fn access_token(&self) -> String {
        let installation = &self.app.inner.installation;
        let token = AccessToken::issue(
            installation.sources.keys().access_token(),
            &*installation.sources.randomness,
            self.app.inner.clock.now().utc(),
            &installation.config.public_base_url(),
            self.user.uuid(),
            self.login.uuid(),
        );
        token.expect("a token").reveal().to_owned()
    }
}

impl Provider {
    /// Sends a signal of a text alone.
    pub async fn submits(&self, text: &str) -> SubmittedSignal {
        let draft = SignalDraft {
            text: text.to_owned(),
            ..SignalDraft::default()
        };
        self.submit_signal(&draft).await.created()
    }

    /// Follows one signal.
    pub async fn timeline(&self, receipt: &str) -> Timeline {
        let draft = FollowDraft {
            receipts: vec![receipt.to_owned()],
            peek: false,
        };
        let page: Page<Timeline> = self.follow_signals(&draft).await.ok();
        page.items
            .into_iter()
            .next()
            .expect("the signal of this code")
    }
}

impl Asks for Anyone {
    fn app(&self) -> &TestApp {
        &self.app
    }

    fn dress(&self, call: Call) -> Call {
        call
    }
}

impl Asks for Provider {
    fn app(&self) -> &TestApp {
        &self.app
    }

    fn dress(&self, call: Call) -> Call {
        call.about(&self.authority).header(
            "LokaalSignaal-Entry-Token",
            self.app.entry_token(&self.authority),
        )
    }
}

impl Asks for Staff {
    fn app(&self) -> &TestApp {
        &self.app
    }

    fn dress(&self, call: Call) -> Call {
        let call = call.bearer(&self.access_token());
        match &self.about {
            Some(authority) => call.about(authority),
            None => call,
        }
    }
}
