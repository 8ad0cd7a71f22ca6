//! Signing in, staying signed in, being shown out.

use chrono::Duration;
use identity::password::{PasswordHash, Verdict};
use identity::refresh::RefreshToken;
use identity::totp::TotpSecret;
use policy::{Actor, Operation, Permit, Scope, SetUp, Wanted, decide, for_system};
use shared::codes::{Language, LoginRights, Role};
use shared::id::{MembershipId, UserId};
use shared::problem::Code;
use storage::records::MembershipRecord;
use storage::{At, Key, Many, Tx};
use workflow::doors::{self, Account, Renewed, Revocation, SignedIn, Strangers};
use workflow::people::{self, NewUser};
use workflow::{Refusal, Stop};

use crate::installation::Installation;

/// Somebody with an account.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) membership: MembershipId,
    pub(crate) email: String,
    pub(crate) totp: TotpSecret,
}

/// The permit of somebody who did not sign in, about no authority.
fn anybodys<A: Operation>() -> Permit<A> {
    decide(&Actor::Anyone, Wanted::All).unwrap()
}

impl Installation {
    /// Adds a member.
    pub(crate) async fn add_person(&self, name: &str, roles: &[Role]) -> Person {
        let ids = &self.sources.ids;
        let person = Person {
            user: UserId::new(ids.public()),
            membership: MembershipId::new(ids.key()),
            email: format!("{name}@linde.example"),
            totp: TotpSecret::draw(&*self.sources.randomness),
        };
        let new = NewUser {
            id: person.user,
            who: (name.to_owned(), person.email.clone()),
            locale: Language::Nl,
            password_hash: "never looked at".to_owned(),
            totp: person.totp.clone(),
        };
        let membership = MembershipRecord {
            authority_id: Key(self.authority),
            id: Key(person.membership),
            user_id: Key(person.user),
            organisation_id: None,
            roles: Many(roles.to_vec()),
            created_at: At(self.sources.now()),
            ended_at: None,
            version: 1,
        };
        let permit = for_system::<SetUp>(self.authority);
        let (scope, sources) = (permit.scope().clone(), self.sources.clone());
        let add = move |tx: &mut Tx<'_>| -> Result<(), Stop> {
            people::add_user(tx, &sources, &new)?;
            Ok(tx.insert_membership(&scope, &membership)?)
        };
        self.db.keep_house(permit.scope(), add).await.unwrap();
        person
    }

    pub(crate) async fn begin(&self, email: &str) -> Result<Option<Account>, Stop> {
        let (sources, email) = (self.sources.clone(), email.to_owned());
        let begin = move |tx: &mut Tx<'_>| doors::begin_sign_in(tx, &sources, &email);
        self.db.keep_house(&Scope::nothing(None), begin).await
    }

    async fn finish(
        &self,
        account: Account,
        verdict: Verdict,
        totp: &str,
    ) -> Result<SignedIn, Stop> {
        let (permit, sources, totp) = (anybodys(), self.sources.clone(), totp.to_owned());
        let of = permit.clone();
        let work = move |tx: &mut Tx<'_>| {
            doors::sign_in(tx, &of, &sources, &account, verdict, &totp, None)
        };
        self.db.write(&permit, work).await
    }

    /// Signs somebody in whose password is right.
    pub(crate) async fn sign_in(&self, person: &Person) -> SignedIn {
        let account = self.begin(&person.email).await.unwrap().unwrap();
        let totp = person.totp.code_at(self.sources.now().utc());
        self.finish(account, Verdict::Right, &totp).await.unwrap()
    }

    pub(crate) async fn refresh(&self, token: &RefreshToken) -> Option<RefreshToken> {
        let (permit, sources, token) = (
            anybodys::<policy::RefreshLogin>(),
            self.sources.clone(),
            token.clone(),
        );
        let of = permit.clone();
        let work = move |tx: &mut Tx<'_>| {
            doors::refresh_login(tx, &of, &sources, LoginRights::Staff, &token)
        };
        match self.db.write(&permit, work).await.unwrap() {
            Renewed::Login(login) => Some(login.refresh),
            Renewed::Over | Renewed::Lost => None,
        }
    }

    pub(crate) async fn revocations(&self) -> Vec<Revocation> {
        let since = self.sources.now().minus(Duration::days(1));
        let poll = move |tx: &mut Tx<'_>| doors::revoked_since(tx, since);
        self.db.read(&Scope::nothing(None), poll).await.unwrap()
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what was done is looked at once"
)]
pub(crate) fn code_of<T>(done: Result<T, Stop>) -> Option<Code> {
    match done {
        Err(Stop::Refused(Refusal::Code(code) | Refusal::Later { code, .. })) => Some(code),
        _ => None,
    }
}

fn seconds(count: i64) -> Duration {
    Duration::seconds(count)
}

#[tokio::test]
async fn a_lost_answer_is_given_again() {
    for installation in Installation::on_every_engine().await {
        let person = installation.add_person("an", &[Role::Processor]).await;
        let first = installation.sign_in(&person).await.refresh;
        installation.clock.advance(seconds(60));
        let lost = installation.refresh(&first).await.unwrap();
        installation.clock.advance(seconds(29));
        let again = installation.refresh(&first).await.unwrap();
        assert!(lost == again);
        assert!(installation.refresh(&again).await.is_some());
    }
}

#[tokio::test]
async fn tabs_that_renew_at_once_get_the_same_successor_and_stay_signed_in() {
    for installation in Installation::on_every_engine().await {
        let person = installation.add_person("an", &[Role::Processor]).await;
        let first = installation.sign_in(&person).await.refresh;
        let tab = || installation.refresh(&first);
        let (one, two, three, four, five) = tokio::join!(tab(), tab(), tab(), tab(), tab());
        let left = one.unwrap();
        for other in [two, three, four, five] {
            assert!(other.unwrap() == left);
        }
        assert!(installation.refresh(&left).await.is_some());
    }
}

#[tokio::test]
async fn an_old_refresh_token_ends_the_login_for_everybody_who_has_one() {
    let installation = Installation::new().await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    let login = installation.sign_in(&person).await;
    let second = installation.refresh(&login.refresh).await.unwrap();
    let third = installation.refresh(&second).await.unwrap();
    assert!(
        installation.refresh(&login.refresh).await.is_none(),
        "somebody has a copy"
    );
    assert!(
        installation.refresh(&third).await.is_none(),
        "and nobody knows who is who"
    );
    let revoked = Revocation::Login(login.login, installation.sources.now());
    assert_eq!(installation.revocations().await, [revoked]);
}

#[tokio::test]
async fn the_token_before_is_good_for_thirty_seconds() {
    let installation = Installation::new().await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    let first = installation.sign_in(&person).await.refresh;
    installation.refresh(&first).await.unwrap();
    installation.clock.advance(seconds(30));
    assert!(installation.refresh(&first).await.is_none());
}

#[tokio::test]
async fn a_login_of_an_idle_desk_ends_after_two_hours() {
    let installation = Installation::new().await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    let login = installation.sign_in(&person).await;
    assert_eq!(
        login.ends_at,
        installation.sources.now().plus(Duration::hours(2))
    );
    installation.clock.advance(Duration::hours(2));
    assert!(installation.refresh(&login.refresh).await.is_none());
}

#[tokio::test]
async fn signing_out_ends_the_login_and_twice_is_no_error() {
    let installation = Installation::new().await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    let login = installation.sign_in(&person).await;
    for _ in 0..2 {
        let (permit, sources) = (anybodys::<policy::SignOut>(), installation.sources.clone());
        let (of, token) = (permit.clone(), login.refresh.clone());
        let out =
            move |tx: &mut Tx<'_>| doors::sign_out(tx, &of, &sources, LoginRights::Staff, &token);
        installation.db.write(&permit, out).await.unwrap();
    }
    assert!(installation.refresh(&login.refresh).await.is_none());
    assert_eq!(installation.revocations().await.len(), 1);
}

#[tokio::test]
async fn a_one_time_code_is_good_once_even_for_five_at_the_same_time() {
    for installation in Installation::on_every_engine().await {
        let person = installation.add_person("an", &[Role::Processor]).await;
        let totp = person.totp.code_at(installation.sources.now().utc());
        let account = installation.begin(&person.email).await.unwrap().unwrap();
        let again = account.clone();
        let try_it = || installation.finish(account.clone(), Verdict::Right, &totp);
        let (one, two, three, four, five) =
            tokio::join!(try_it(), try_it(), try_it(), try_it(), try_it());
        let done = [one, two, three, four, five];
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
        let third = installation
            .finish(again.clone(), Verdict::Right, &totp)
            .await;
        assert_eq!(code_of(third), Some(Code::SignInFailed));
        installation.clock.advance(seconds(30));
        let next = person.totp.code_at(installation.sources.now().utc());
        assert!(
            installation
                .finish(again, Verdict::Right, &next)
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_code_are_one_answer() {
    let installation = Installation::new().await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    let totp = person.totp.code_at(installation.sources.now().utc());
    let account = installation.begin(&person.email).await.unwrap().unwrap();
    let wrong = installation
        .finish(account.clone(), Verdict::Wrong, &totp)
        .await;
    assert_eq!(code_of(wrong), Some(Code::SignInFailed));
    let wrong = installation
        .finish(account.clone(), Verdict::Right, "000000")
        .await;
    assert_eq!(code_of(wrong), Some(Code::SignInFailed));
    assert!(
        installation
            .finish(account, Verdict::Right, &totp)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_account_may_be_tried_five_times_a_minute_and_a_success_forgets_them() {
    let installation = Installation::new().await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    for _ in 0..5 {
        assert!(
            installation
                .begin(" AN@linde.example")
                .await
                .unwrap()
                .is_some()
        );
    }
    let sixth = installation.begin(&person.email).await;
    assert!(
        matches!(
            sixth,
            Err(Stop::Refused(Refusal::Later {
                code: Code::TooManyFailedRequests,
                seconds: 61
            }))
        ),
        "{sixth:?}"
    );
    installation.clock.advance(seconds(61));
    installation.sign_in(&person).await;
    for _ in 0..5 {
        assert!(installation.begin(&person.email).await.is_ok());
    }
}

#[tokio::test]
async fn an_address_without_account_is_slowed_down_alike() {
    let installation = Installation::new().await;
    let strangers = Strangers::default();
    for attempt in 0..6 {
        assert!(
            installation
                .begin("nobody@linde.example")
                .await
                .unwrap()
                .is_none()
        );
        let counted = strangers.count(&installation.sources, "nobody@linde.example");
        assert_eq!(counted.is_ok(), attempt < 5, "attempt {attempt}");
    }
    let nobody = PasswordHash::from_stored("nobody's".to_owned());
    let person = installation.add_person("an", &[Role::Processor]).await;
    let account = installation.begin(&person.email).await.unwrap().unwrap();
    assert!(
        account.hash(&nobody) != nobody,
        "who has an account is checked against it"
    );
}

#[tokio::test]
async fn of_thirty_attempts_at_once_five_are_looked_at() {
    for installation in Installation::on_every_engine().await {
        let person = installation.add_person("an", &[Role::Processor]).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..30 {
            let (db, sources) = (installation.db.clone(), installation.sources.clone());
            let email = person.email.clone();
            tasks.spawn(async move {
                let begin = move |tx: &mut Tx<'_>| doors::begin_sign_in(tx, &sources, &email);
                db.keep_house(&Scope::nothing(None), begin).await
            });
        }
        let answers = tasks.join_all().await;
        let looked_at = answers
            .iter()
            .filter(|answer| matches!(answer, Ok(Some(_))));
        assert!(looked_at.count() <= 5);
    }
}
