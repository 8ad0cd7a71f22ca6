//! Invitations, roles, leaving.

use chrono::Duration;
use identity::password::{PasswordHash, Verdict};
use identity::totp::TotpSecret;
use policy::{
    AcceptInvitation, Actor, ChangeRoles, EndMembership, InviteMember, ListMembers, Permit,
    ReadInvitation, RevokeInvitation, RunJob, SetUp, Wanted, decide, for_system,
};
use shared::codes::{Language, Role};
use shared::id::{IdempotencyKey, MembershipId};
use shared::person::{Invitation, InvitationDraft};
use shared::problem::Code;
use shared::sign_in::InvitationOffer;
use shared::text::{Email, Name};
use storage::Tx;
use uuid::Uuid;
use workflow::doors::SignedIn;
use workflow::outbox::{Mail, compose_mail};
use workflow::people::{self, FirstAdministrator, Proof};
use workflow::{Attempt, Refusal, Stop};

use crate::doors::{Person, code_of};
use crate::installation::Installation;

const BASE: &str = "https://s.example";

fn draft(email: &str) -> InvitationDraft {
    InvitationDraft {
        name: "Bea Claes".to_owned(),
        email: email.to_owned(),
        roles: vec![Role::Processor],
        organisation: None,
        locale: Some(Language::Nl),
    }
}

fn about_linde<A: policy::Operation>(installation: &Installation) -> Permit<A> {
    decide(&Actor::Anyone, Wanted::One(installation.authority)).unwrap()
}

/// The code of a link.
fn code_in(link: &str) -> String {
    let code = link.strip_prefix("https://s.example/desk/#invite=linde.");
    code.unwrap().to_owned()
}

impl Installation {
    async fn invite(&self, email: &str) -> Result<Invitation, Stop> {
        let attempt = Attempt {
            key: IdempotencyKey::new(self.sources.ids.public()),
            body: email.as_bytes().to_vec(),
        };
        self.invite_by(attempt, email).await
    }

    async fn invite_by(&self, attempt: Attempt, email: &str) -> Result<Invitation, Stop> {
        let new = draft(email).parse().unwrap();
        self.act::<InviteMember, _>(move |tx, permit, sources| {
            people::invite_member(tx, permit, sources, &attempt, BASE, &new)
        })
        .await
    }

    async fn read_invitation(&self, code: &str) -> Result<InvitationOffer, Stop> {
        let (permit, sources) = (about_linde::<ReadInvitation>(self), self.sources.clone());
        let (scope, code) = (permit.scope().clone(), code.to_owned());
        let read = move |tx: &mut Tx<'_>| people::read_invitation(tx, &permit, &sources, &code);
        self.db.read(&scope, read).await
    }

    async fn accept(&self, code: &str, proof: Proof, totp: &str) -> Result<SignedIn, Stop> {
        let (permit, sources) = (about_linde::<AcceptInvitation>(self), self.sources.clone());
        let (of, code) = (permit.clone(), code.to_owned());
        let scope = permit.scope().clone();
        let look = move |tx: &mut Tx<'_>| people::pending_invitation(tx, &of, &sources, &code);
        let pending = self.db.read(&scope, look).await?;
        let (of, sources, totp) = (permit.clone(), self.sources.clone(), totp.to_owned());
        let accept = move |tx: &mut Tx<'_>| {
            people::accept_invitation(tx, &of, &sources, &pending, &proof, &totp, None)
        };
        self.db.write(&permit, accept).await
    }

    /// Somebody new accepts.
    async fn accept_newly(&self, code: &str) -> Result<SignedIn, Stop> {
        let offer = self.read_invitation(code).await?;
        let secret = TotpSecret::parse(&offer.totp_secret.unwrap()).unwrap();
        let totp = secret.code_at(self.sources.now().utc());
        self.accept(code, new_password(), &totp).await
    }

    async fn change_roles(&self, id: MembershipId, roles: &[Role]) -> Result<(), Stop> {
        let roles = roles.to_vec();
        self.act::<ChangeRoles, _>(move |tx, permit, sources| {
            people::change_roles(tx, permit, sources, id, 1, &roles).map(drop)
        })
        .await
    }

    async fn end(&self, id: MembershipId, version: u64) -> Result<(), Stop> {
        self.act::<EndMembership, _>(move |tx, permit, sources| {
            people::end_membership(tx, permit, sources, id, version).map(drop)
        })
        .await
    }

    async fn roles_of(&self, person: &Person) -> Vec<Role> {
        let permit = self.permit::<ListMembers>();
        let (scope, sources) = (permit.scope().clone(), self.sources.clone());
        let read = move |tx: &mut Tx<'_>| people::list_members(tx, &permit, &sources, None, 100);
        let members = self.db.read(&scope, read).await.unwrap().items;
        let member = members
            .into_iter()
            .find(|member| member.id == person.membership);
        member.unwrap().roles
    }
}

fn new_password() -> Proof {
    Proof::New(PasswordHash::from_stored("hashed elsewhere".to_owned()))
}

#[tokio::test]
async fn somebody_is_invited_accepts_and_is_a_member() {
    for installation in Installation::on_every_engine().await {
        let invitation = installation.invite("bea@linde.example").await.unwrap();
        let code = code_in(&invitation.url.unwrap());
        let offer = installation.read_invitation(&code).await.unwrap();
        assert_eq!(
            (offer.name.as_str(), offer.has_account),
            ("Bea Claes", false)
        );
        assert!(offer.totp_qr.unwrap().starts_with("<svg "));
        let again = installation.read_invitation(&code).await.unwrap();
        assert_eq!(
            again.totp_secret, offer.totp_secret,
            "the app was set up with the first one"
        );

        let signed_in = installation.accept_newly(&code).await.unwrap();
        let user = signed_in.user;
        let memberships = move |tx: &mut Tx<'_>| people::memberships_of(tx, user);
        let scope = policy::Scope::nothing(Some(user));
        let memberships = installation.db.read(&scope, memberships).await.unwrap();
        assert_eq!(memberships.len(), 1);
        assert_eq!(memberships[0].roles, [Role::Processor]);
        assert!(installation.refresh(&signed_in.refresh).await.is_some());
        let scope = policy::Scope::looking_up(installation.authority);
        let (within, sources) = (scope.clone(), installation.sources.clone());
        let ids = [memberships[0].id];
        let names = move |tx: &mut Tx<'_>| people::names(tx, &within, &sources, &ids);
        let names = installation.db.read(&scope, names).await.unwrap();
        assert_eq!(names[&memberships[0].id], "Bea Claes");
    }
}

#[tokio::test]
async fn an_invitation_is_good_once_even_for_two_at_the_same_time() {
    for installation in Installation::on_every_engine().await {
        let invitation = installation.invite("bea@linde.example").await.unwrap();
        let code = code_in(&invitation.url.unwrap());
        let offer = installation.read_invitation(&code).await.unwrap();
        let secret = TotpSecret::parse(&offer.totp_secret.unwrap()).unwrap();
        let totp = secret.code_at(installation.sources.now().utc());
        let (left, right) = tokio::join!(
            installation.accept(&code, new_password(), &totp),
            installation.accept(&code, new_password(), &totp)
        );
        assert!(left.is_ok() != right.is_ok(), "one of the two");
        let third = installation.read_invitation(&code).await;
        assert_eq!(code_of(third), Some(Code::CodeUnknown));
    }
}

#[tokio::test]
async fn a_wrong_one_time_code_leaves_the_invitation_open() {
    let installation = Installation::new().await;
    let invitation = installation.invite("bea@linde.example").await.unwrap();
    let code = code_in(&invitation.url.unwrap());
    let wrong = installation.accept(&code, new_password(), "000000").await;
    assert!(matches!(wrong, Err(Stop::Refused(Refusal::Invalid(_)))));
    assert!(installation.accept_newly(&code).await.is_ok());
}

#[tokio::test]
async fn an_invitation_ends_after_a_fortnight_by_revoking_and_by_a_newer_one() {
    let installation = Installation::new().await;
    let first = installation.invite("bea@linde.example").await.unwrap();
    let second = installation.invite("bea@linde.example").await.unwrap();
    let read = installation
        .read_invitation(&code_in(&first.url.unwrap()))
        .await;
    assert_eq!(
        code_of(read),
        Some(Code::CodeUnknown),
        "a newer one took its place"
    );
    let code = code_in(&second.url.unwrap());
    assert!(installation.read_invitation(&code).await.is_ok());
    let id = second.id;
    let revoke = installation
        .act::<RevokeInvitation, _>(move |tx, permit, sources| {
            people::revoke_invitation(tx, permit, sources, id)
        })
        .await;
    revoke.unwrap();
    let read = installation.read_invitation(&code).await;
    assert_eq!(code_of(read), Some(Code::CodeUnknown), "revoked");
    let third = installation.invite("bea@linde.example").await.unwrap();
    installation.clock.advance(Duration::days(14));
    let read = installation
        .read_invitation(&code_in(&third.url.unwrap()))
        .await;
    assert_eq!(code_of(read), Some(Code::CodeUnknown), "too old");
}

#[tokio::test]
async fn inviting_twice_with_one_key_invites_once() {
    let installation = Installation::new().await;
    let attempt = Attempt {
        key: IdempotencyKey::new(Uuid::from_u128(77)),
        body: b"body".to_vec(),
    };
    let first = installation
        .invite_by(attempt.clone(), "bea@linde.example")
        .await
        .unwrap();
    let again = installation
        .invite_by(attempt, "bea@linde.example")
        .await
        .unwrap();
    assert_eq!(first, again);
}

#[tokio::test]
async fn the_mail_of_an_invitation_holds_a_link_and_its_job_only_an_id() {
    let installation = Installation::new().await;
    let invitation = installation.invite("bea@linde.example").await.unwrap();
    let permit = for_system::<RunJob>(installation.authority);
    let jobs = |tx: &mut Tx<'_>| -> Result<_, Stop> {
        Ok(tx.jobs_in(shared::codes::JobState::Queued, 10)?)
    };
    let mut jobs = installation.db.read(permit.scope(), jobs).await.unwrap();
    let job = jobs.pop().unwrap();
    let payload = job.payload.0.to_string();
    assert!(
        !payload.contains("bea") && payload.contains(&invitation.id.to_string()),
        "{payload}"
    );
    let mail: Mail = serde_json::from_value(job.payload.0).unwrap();
    let (scope, sources) = (permit.scope().clone(), installation.sources.clone());
    let compose =
        move |tx: &mut Tx<'_>| compose_mail(tx, &permit, &sources, BASE, job.id.uuid(), &mail);
    let letter = installation
        .db
        .read(&scope, compose)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(letter.to, "bea@linde.example");
    assert!(letter.body.contains(&invitation.url.unwrap()));
}

#[tokio::test]
async fn who_has_an_account_joins_with_the_known_password_and_comes_back_to_the_old_membership() {
    for installation in Installation::on_every_engine().await {
        let person = installation.add_person("an", &[Role::PolicyOfficer]).await;
        let twice = installation.invite(&person.email).await;
        assert_eq!(code_of(twice), Some(Code::AlreadyMember));
        installation.end(person.membership, 1).await.unwrap();
        let invitation = installation.invite(&person.email).await.unwrap();
        let code = code_in(&invitation.url.unwrap());
        let offer = installation.read_invitation(&code).await.unwrap();
        assert!(offer.has_account && offer.totp_secret.is_none());
        let totp = person.totp.code_at(installation.sources.now().utc());
        for wrong in [new_password(), Proof::Known(Verdict::Wrong)] {
            let refused = installation.accept(&code, wrong, &totp).await;
            assert_eq!(code_of(refused), Some(Code::SignInFailed));
        }
        let known = Proof::Known(Verdict::Right);
        let signed_in = installation.accept(&code, known, &totp).await.unwrap();
        assert_eq!(signed_in.user, person.user);
        assert_eq!(installation.roles_of(&person).await, [Role::Processor]);
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let installation = Installation::new().await;
    let last = installation
        .add_person("an", &[Role::Administrator, Role::Processor])
        .await;
    let demoted = installation
        .change_roles(last.membership, &[Role::Processor])
        .await;
    assert_eq!(code_of(demoted), Some(Code::LastAdministrator));
    let left = installation.end(last.membership, 1).await;
    assert_eq!(code_of(left), Some(Code::LastAdministrator));
    let other = [Role::Administrator];
    assert!(
        installation
            .change_roles(last.membership, &other)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn two_administrators_cannot_leave_at_the_same_time() {
    for installation in Installation::on_every_engine().await {
        let an = installation.add_person("an", &[Role::Administrator]).await;
        let bea = installation.add_person("bea", &[Role::Administrator]).await;
        let (left, right) = tokio::join!(
            installation.end(an.membership, 1),
            installation.change_roles(bea.membership, &[Role::Processor]),
        );
        assert!(
            left.is_ok() != right.is_ok(),
            "one of the two: {left:?} {right:?}"
        );
    }
}

#[tokio::test]
async fn a_change_of_roles_and_leaving_end_every_login() {
    let installation = Installation::new().await;
    installation
        .add_person("chief", &[Role::Administrator])
        .await;
    let person = installation.add_person("an", &[Role::Processor]).await;
    let login = installation.sign_in(&person).await;
    installation
        .change_roles(person.membership, &[Role::PolicyOfficer])
        .await
        .unwrap();
    assert!(installation.refresh(&login.refresh).await.is_none());
    installation.clock.advance(Duration::seconds(30));
    let login = installation.sign_in(&person).await;
    let stale = installation.end(person.membership, 1).await;
    assert!(matches!(
        stale,
        Err(Stop::Refused(Refusal::Stale { current: 2 }))
    ));
    installation.end(person.membership, 2).await.unwrap();
    assert!(installation.refresh(&login.refresh).await.is_none());
    assert_eq!(installation.revocations().await.len(), 2);
    let gone = installation
        .change_roles(person.membership, &[Role::Processor])
        .await;
    assert!(matches!(gone, Err(Stop::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_link_until_there_is_one() {
    let installation = Installation::new().await;
    let permit = for_system::<SetUp>(installation.authority);
    let mut links = Vec::new();
    for _ in 0..2 {
        let (of, sources) = (permit.clone(), installation.sources.clone());
        let person = FirstAdministrator {
            name: Name::parse("Carl De Wit").unwrap(),
            email: Email::parse("carl@linde.example").unwrap(),
            locale: Language::Nl,
        };
        let link = move |tx: &mut Tx<'_>| {
            people::first_administrator_link(tx, &of, &sources, BASE, &person)
        };
        links.push(installation.db.write(&permit, link).await.unwrap().unwrap());
    }
    let read = installation.read_invitation(&code_in(&links[0])).await;
    assert_eq!(
        code_of(read),
        Some(Code::CodeUnknown),
        "asked again, the link before ends"
    );
    installation
        .accept_newly(&code_in(&links[1]))
        .await
        .unwrap();
    let (of, sources) = (permit.clone(), installation.sources.clone());
    let other = FirstAdministrator {
        name: Name::parse("Dora Maes").unwrap(),
        email: Email::parse("dora@linde.example").unwrap(),
        locale: Language::Nl,
    };
    let link =
        move |tx: &mut Tx<'_>| people::first_administrator_link(tx, &of, &sources, BASE, &other);
    assert_eq!(installation.db.write(&permit, link).await.unwrap(), None);
}
