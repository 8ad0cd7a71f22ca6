//! Two fictional authorities and whoever a test needs in them, written straight into the database.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use api::server::Installation;
use identity::SystemRandomness;
use identity::entry_tokens::EntryToken;
use identity::password::{Password, PasswordHash};
use identity::sealing::{DataKey, Place, email_index};
use identity::totp::TotpSecret;
use policy::SetUp;
use shared::codes::{Language, Level, Role, WorkMode};
use shared::id::{AuthorityId, EntryLinkId, MembershipId, OrganisationId, UserId};
use shared::taxonomy::Taxonomy;
use shared::time::Day;
use storage::records::{
    AuthorityRecord, EntryLinkRecord, MembershipRecord, OrganisationRecord, TaxonomyRecord,
    UserRecord,
};
use storage::{At, Json, Key, Many, On, Stored};
use uuid::Uuid;
use workflow::Stop;

use crate::app::TestApp;

/// The password of everybody: hashed once per process, because hashing is slow on purpose.
pub const PASSWORD: &str = "wollig-schaap-telt-sterren";

/// Authorities by slug.
pub(crate) struct World {
    authorities: BTreeMap<&'static str, Seeded>,
}

/// What was seeded for one authority.
pub(crate) struct Seeded {
    pub(crate) id: AuthorityId,
    pub(crate) entry_token: String,
    pub(crate) organisations: Vec<OrganisationId>,
}

/// Somebody who can sign in.
pub struct Person {
    /// The person.
    pub user: UserId,
    /// Memberships in the order in which they were asked for.
    pub memberships: Vec<MembershipId>,
    /// Address to sign in with.
    pub email: String,
    /// Makes the one-time codes.
    pub totp: TotpSecret,
}

impl World {
    pub(crate) fn of(&self, slug: &str) -> &Seeded {
        let known = self.authorities.get(slug);
        known.unwrap_or_else(|| panic!("no authority {slug:?} in the tests"))
    }
}

/// A city and a village.
pub(crate) async fn seed(installation: &Installation) -> World {
    let mut authorities = BTreeMap::new();
    for (slug, name) in [("linde", "Stad Linde"), ("heidebeek", "Gemeente Heidebeek")] {
        authorities.insert(slug, authority(installation, slug, name).await);
    }
    World { authorities }
}

async fn authority(installation: &Installation, slug: &'static str, name: &'static str) -> Seeded {
    let sources = &installation.sources;
    let id = AuthorityId::new(sources.ids.key());
    let record = AuthorityRecord {
        id: Key(id),
        slug: slug.to_owned(),
        name: name.to_owned(),
        level: Stored(Level::Municipality),
        nis_code: None,
        languages: Many(vec![Language::Nl, Language::Fr, Language::En, Language::De]),
        time_zone: "Europe/Brussels".to_owned(),
        answer_term_days: 30,
        work_mode: Stored(WorkMode::Continuous),
        places: Json(vec!["Vaartwijk".to_owned(), "Oude Haven".to_owned()]),
        referrals: Json(Vec::new()),
        valid_from: On("2025-01-01".parse::<Day>().expect("a day")),
        valid_to: None,
        created_at: At(sources.now()),
        page_languages: None,
    };
    let taxonomy: Taxonomy =
        serde_json::from_str(shared::taxonomy::DEFAULT).expect("the default taxonomy");
    let taxonomy = TaxonomyRecord {
        authority_id: Key(id),
        revision: 1,
        content: Json(taxonomy),
        created_at: At(sources.now()),
    };
    let organisations: Vec<OrganisationRecord> = ["local-government", "home-nursing", "education"]
        .iter()
        .zip(["Sociaal Huis", "Thuiszorg De Brug", "Basisschool De Klaver"])
        .map(|(sector, name)| OrganisationRecord {
            authority_id: Key(id),
            id: Key(OrganisationId::new(sources.ids.key())),
            name: format!("{name} {slug}"),
            sector: (*sector).to_owned(),
            created_at: At(sources.now()),
            ended_at: None,
        })
        .collect();
    let link = EntryLinkRecord {
        authority_id: Key(id),
        id: Key(EntryLinkId::new(sources.ids.key())),
        token: EntryToken::draw(&*sources.randomness).reveal(),
        name: "Wijkteam".to_owned(),
        sector: None,
        organisation_id: None,
        created_at: At(sources.now()),
        expires_on: None,
        revoked_at: None,
    };
    let seeded = Seeded {
        id,
        entry_token: link.token.clone(),
        organisations: organisations.iter().map(|record| record.id.0).collect(),
    };
    let permit = policy::for_system::<SetUp>(id);
    let scope = permit.scope().clone();
    let done: Result<(), Stop> = installation
        .db
        .write(&permit, move |tx| {
            tx.insert_authority(&record)?;
            tx.insert_taxonomy(&scope, &taxonomy)?;
            for organisation in &organisations {
                tx.insert_organisation(&scope, organisation)?;
            }
            tx.insert_entry_link(&scope, &link)?;
            Ok(())
        })
        .await;
    done.expect("a seeded authority");
    seeded
}

impl TestApp {
    /// Adds somebody with roles, who can sign in at once.
    pub async fn add_person(&self, memberships: &[(&str, &[Role])]) -> Person {
        add_person(&self.inner.installation, &self.inner.world, memberships).await
    }
}

/// Adds somebody with roles, who can sign in at once.
pub(crate) async fn add_person(
    installation: &Installation,
    world: &World,
    memberships: &[(&str, &[Role])],
) -> Person {
    let sources = &installation.sources;
    let user = UserId::new(sources.ids.key());
    let mut person = Person {
        user,
        memberships: Vec::new(),
        email: format!("{}@linde.test", user.uuid().simple()),
        totp: TotpSecret::draw(&SystemRandomness),
    };
    let record = user_record(installation, &person);
    for (position, (slug, roles)) in memberships.iter().enumerate() {
        let authority = world.of(slug).id;
        let membership = MembershipRecord {
            authority_id: Key(authority),
            id: Key(MembershipId::new(sources.ids.key())),
            user_id: Key(user),
            organisation_id: None,
            roles: Many(roles.to_vec()),
            created_at: At(sources.now()),
            ended_at: None,
            version: 1,
        };
        person.memberships.push(membership.id.0);
        let permit = policy::for_system::<SetUp>(authority);
        let scope = permit.scope().clone();
        let record = (position == 0).then(|| record.clone());
        let done: Result<(), Stop> = installation
            .db
            .write(&permit, move |tx| {
                if let Some(record) = &record {
                    tx.insert_user(record)?;
                }
                tx.insert_membership(&scope, &membership)?;
                Ok(())
            })
            .await;
        done.expect("a person");
    }
    person
}

fn user_record(installation: &Installation, person: &Person) -> UserRecord {
    let sources = &installation.sources;
    let keys = sources.keys();
    let (keks, randomness, now) = (keys.keks(), &*sources.randomness, sources.now().utc());
    let place = |column| Place {
        authority: Uuid::nil(),
        table: "users",
        column,
        row: person.user.uuid(),
    };
    let data_key = DataKey::draw(randomness);
    let seal = |column, text: &str| {
        data_key
            .seal(randomness, place(column), text.as_bytes())
            .expect("sealed")
    };
    let name = "Lies Vermeulen";
    UserRecord {
        id: Key(person.user),
        email_index: email_index(sources.keys().index(), &person.email).to_vec(),
        data_key: data_key
            .wrap(keks, randomness, now, place("data_key"))
            .expect("wrapped"),
        name_sealed: seal("name", name),
        email_sealed: seal("email", &person.email),
        locale: Stored(Language::Nl),
        password_hash: Some(password_hash().to_stored().to_owned()),
        totp_sealed: Some(
            person
                .totp
                .seal(keks, randomness, now, person.user.uuid())
                .expect("sealed"),
        ),
        totp_step: None,
        attempts_in_window: 0,
        window_began_at: None,
        attempted_at: None,
        attempt_delays: 0,
        wait_until: None,
        created_at: At(sources.now()),
        last_signed_in_on: None,
        disabled_at: None,
    }
}

fn password_hash() -> &'static PasswordHash {
    static HASH: OnceLock<PasswordHash> = OnceLock::new();
    HASH.get_or_init(|| {
        let password = Password::parse(PASSWORD, &[]).expect("a good password");
        password.hash(&SystemRandomness).expect("a hash")
    })
}
