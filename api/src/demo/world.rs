//! Who and what is there before the first signal: authorities, organisations, entry links, people.

use std::collections::BTreeMap;
use std::sync::Arc;

use identity::entry_tokens::EntryToken;
use identity::password::Password;
use policy::{Actor, ActorMembership, Operation, Permit, SetUp, Staff, Wanted, decide, for_system};
use shared::authority::Authority;
use shared::codes::Role;
use shared::id::{AuthorityId, EntryLinkId, LoginId, MembershipId, OrganisationId, UserId};
use shared::taxonomy::Taxonomy;
use shared::time::{Day, Moment};
use storage::records::{
    AuthorityRecord, EntryLinkRecord, MembershipRecord, OrganisationRecord, TaxonomyRecord,
};
use storage::{At, Db, Json, Key, Many, On, Stored, Tx};
use uuid::Uuid;
use workflow::{Sources, Stop, authorities};

use super::clock::DemoClock;
use super::content::{DemoAuthority, People, Person};
use super::{DemoError, accounts};

/// The demo's past reaches so far back.
pub(super) const FIRST_DAY: i64 = 560;

/// Somebody who acts in the story.
pub(super) struct Member {
    pub(super) actor: Actor,
    pub(super) user: UserId,
    /// Membership by authority, with the sector of the organisation there.
    pub(super) seats: BTreeMap<AuthorityId, (MembershipId, String)>,
    pub(super) is_provider: bool,
}

/// An entry link that opens.
pub(super) struct Link {
    pub(super) id: EntryLinkId,
    pub(super) sector: Option<String>,
    pub(super) organisation: Option<OrganisationId>,
}

/// Everything that acts, with the means to act.
pub(super) struct World {
    pub(super) db: Db,
    pub(super) sources: Sources,
    pub(super) clock: Arc<DemoClock>,
    pub(super) today: Day,
    pub(super) now: Moment,
    pub(super) taxonomy: Taxonomy,
    pub(super) authorities: BTreeMap<String, Arc<Authority>>,
    pub(super) organisations: BTreeMap<String, OrganisationId>,
    pub(super) links: BTreeMap<AuthorityId, Vec<Link>>,
    pub(super) members: BTreeMap<String, Member>,
}

impl World {
    /// Makes it, in two transactions per authority.
    pub(super) async fn make(
        db: Db,
        sources: Sources,
        clock: Arc<DemoClock>,
        people: &People,
        password: &str,
    ) -> Result<Self, DemoError> {
        let now = sources.now();
        let mut world = Self {
            db,
            sources,
            clock,
            today: workflow::calendar::day_of(now, "Europe/Brussels"),
            now,
            taxonomy: serde_json::from_str(shared::taxonomy::DEFAULT)?,
            authorities: BTreeMap::new(),
            organisations: BTreeMap::new(),
            links: BTreeMap::new(),
            members: BTreeMap::new(),
        };
        world.clock.put_back(world.moment(FIRST_DAY, 9, 0));
        for authority in &people.authorities {
            world.add_authority(authority, people).await?;
        }
        world.add_people(people, password).await?;
        Ok(world)
    }

    /// So many days ago, at an hour in UTC: the content's hours are local, and an hour more or less is none to a day.
    pub(super) fn moment(&self, days_ago: i64, hour: i64, minute: i64) -> Moment {
        let at = self.today.plus_days(-days_ago).midnight();
        at.plus(chrono::Duration::minutes(hour.clamp(1, 21) * 60 + minute))
    }

    pub(super) fn authority(&self, slug: &str) -> Result<&Arc<Authority>, DemoError> {
        self.authorities
            .get(slug)
            .ok_or_else(|| DemoError::missing("authority", slug))
    }

    pub(super) fn organisation(&self, key: &str) -> Result<OrganisationId, DemoError> {
        self.organisations
            .get(key)
            .copied()
            .ok_or_else(|| DemoError::missing("organisation", key))
    }

    pub(super) fn member(&self, key: &str) -> Result<&Member, DemoError> {
        self.members
            .get(key)
            .ok_or_else(|| DemoError::missing("person", key))
    }

    /// Does one thing as somebody, in one transaction, through the same check as a request.
    pub(super) async fn act<A: Operation, T: Send + 'static>(
        &self,
        actor: &Actor,
        authority: AuthorityId,
        work: impl Fn(&mut Tx<'_>, &Permit<A>, &Sources) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, DemoError>
    where
        Permit<A>: Send + 'static,
    {
        let permit = decide::<A>(actor, Wanted::One(authority))
            .map_err(|denied| DemoError::Denied(A::NAME, denied))?;
        let (sources, of) = (self.sources.clone(), permit.clone());
        let done = self
            .db
            .write(&permit, move |tx| work(tx, &of, &sources))
            .await;
        done.map_err(|stop| DemoError::Refused(A::NAME, stop))
    }

    /// Does one thing as the system.
    pub(super) async fn work<A: Operation, T: Send + 'static>(
        &self,
        authority: AuthorityId,
        work: impl Fn(&mut Tx<'_>, &Permit<A>, &Sources) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, DemoError>
    where
        Permit<A>: Send + 'static,
    {
        let permit = for_system::<A>(authority);
        let (sources, of) = (self.sources.clone(), permit.clone());
        let done = self
            .db
            .write(&permit, move |tx| work(tx, &of, &sources))
            .await;
        done.map_err(|stop| DemoError::Refused(A::NAME, stop))
    }

    async fn add_authority(
        &mut self,
        authority: &DemoAuthority,
        people: &People,
    ) -> Result<(), DemoError> {
        let id = AuthorityId::new(self.sources.ids.key());
        let at = At(self.sources.now());
        let record = authority_record(id, authority, On(self.today.plus_days(-FIRST_DAY)), at);
        let taxonomy = TaxonomyRecord {
            authority_id: Key(id),
            revision: 1,
            content: Json(Taxonomy {
                professions: authority.professions.clone(),
                ..self.taxonomy.clone()
            }),
            created_at: at,
        };
        let organisations: Vec<(String, OrganisationRecord)> = people
            .organisations
            .iter()
            .filter(|organisation| organisation.authority == authority.slug)
            .map(|organisation| {
                let record = OrganisationRecord {
                    authority_id: Key(id),
                    id: Key(OrganisationId::new(self.sources.ids.public())),
                    name: organisation.name.clone(),
                    sector: organisation.sector.clone(),
                    created_at: at,
                    ended_at: None,
                };
                (organisation.key.clone(), record)
            })
            .collect();
        self.organisations.extend(
            organisations
                .iter()
                .map(|(key, record)| (key.clone(), record.id.0)),
        );
        let links = self.entry_links(id, authority)?;
        let open = links
            .iter()
            .filter(|link| link.revoked_at.is_none())
            .map(|link| Link {
                id: link.id.0,
                sector: link.sector.clone(),
                organisation: link.organisation_id.map(|id| id.0),
            });
        self.links.insert(id, open.collect());
        let write = move |tx: &mut Tx<'_>, permit: &Permit<SetUp>, _: &Sources| {
            tx.insert_authority(&record)?;
            tx.insert_taxonomy(permit.scope(), &taxonomy)?;
            for (_, organisation) in &organisations {
                tx.insert_organisation(permit.scope(), organisation)?;
            }
            for link in &links {
                tx.insert_entry_link(permit.scope(), link)?;
            }
            authorities::all(tx)
        };
        let all = self.work(id, write).await?;
        self.authorities = all
            .iter()
            .map(|authority| (authority.slug.clone(), Arc::new(authority.clone())))
            .collect();
        self.sources.directory.renew(all);
        Ok(())
    }

    fn entry_links(
        &self,
        id: AuthorityId,
        authority: &DemoAuthority,
    ) -> Result<Vec<EntryLinkRecord>, DemoError> {
        let link = |link: &super::content::DemoEntryLink| {
            let organisation = link
                .organisation
                .as_deref()
                .map(|key| self.organisation(key))
                .transpose()?;
            Ok(EntryLinkRecord {
                authority_id: Key(id),
                id: Key(EntryLinkId::new(self.sources.ids.public())),
                token: EntryToken::draw(&*self.sources.randomness).reveal(),
                name: link.name.clone(),
                sector: link.sector.clone(),
                organisation_id: organisation.map(Key),
                created_at: At(self.sources.now()),
                expires_on: None,
                revoked_at: link
                    .revoked_days_ago
                    .map(|days| At(self.moment(days, 9, 0))),
            })
        };
        authority.entry_links.iter().map(link).collect()
    }

    async fn add_people(&mut self, people: &People, password: &str) -> Result<(), DemoError> {
        // One password for all, so one hash: hashing is slow on purpose.
        let parsed =
            Password::parse(password, &[]).map_err(|fault| DemoError::Unfit(fault.to_string()))?;
        let hash = parsed
            .hash(&*self.sources.randomness)
            .map_err(|fault| DemoError::Unfit(fault.to_string()))?;
        for person in &people.persons {
            let member = self.add_person(person, people, hash.to_stored()).await?;
            self.members.insert(person.key.clone(), member);
        }
        Ok(())
    }

    async fn add_person(
        &self,
        person: &Person,
        people: &People,
        hash: &str,
    ) -> Result<Member, DemoError> {
        let totp = accounts::totp_secret(&person.email)
            .ok_or_else(|| DemoError::missing("secret of", &person.email))?;
        let (mut seats, mut memberships, mut records) = (BTreeMap::new(), Vec::new(), Vec::new());
        let user = UserId::new(self.sources.ids.key());
        for membership in &person.memberships {
            let authority = self.authority(&membership.authority)?.id;
            let organisation = self.organisation(&membership.organisation)?;
            let sector = people
                .organisations
                .iter()
                .find(|organisation| organisation.key == membership.organisation);
            let id = MembershipId::new(self.sources.ids.public());
            seats.insert(
                authority,
                (
                    id,
                    sector.map(|found| found.sector.clone()).unwrap_or_default(),
                ),
            );
            let roles = membership.roles.clone();
            memberships.push(ActorMembership {
                id,
                authority,
                organisation: Some(organisation),
                roles: roles.clone(),
            });
            records.push(MembershipRecord {
                authority_id: Key(authority),
                id: Key(id),
                user_id: Key(user),
                organisation_id: Some(Key(organisation)),
                roles: Many(roles),
                created_at: At(self.sources.now()),
                ended_at: None,
                version: 1,
            });
        }
        let account = workflow::people::NewUser {
            id: user,
            who: (person.name.clone(), person.email.clone()),
            locale: person.locale,
            password_hash: hash.to_owned(),
            totp,
        };
        let mut account = Some(account);
        for record in records {
            let (authority, new) = (record.authority_id.0, account.take());
            let write = move |tx: &mut Tx<'_>, permit: &Permit<SetUp>, sources: &Sources| {
                if let Some(new) = &new {
                    workflow::people::add_user(tx, sources, new)?;
                }
                Ok(tx.insert_membership(permit.scope(), &record)?)
            };
            self.work(authority, write).await?;
        }
        let is_provider = memberships
            .iter()
            .all(|membership| membership.roles == [Role::Provider]);
        let actor = Actor::Staff(Staff {
            user,
            login: LoginId::new(Uuid::nil()),
            memberships,
        });
        Ok(Member {
            actor,
            user,
            seats,
            is_provider,
        })
    }
}

fn authority_record(
    id: AuthorityId,
    authority: &DemoAuthority,
    valid_from: On,
    created_at: At,
) -> AuthorityRecord {
    AuthorityRecord {
        id: Key(id),
        slug: authority.slug.clone(),
        name: authority.name.clone(),
        level: Stored(authority.level),
        nis_code: None,
        languages: Many(authority.languages.clone()),
        time_zone: authority.time_zone.clone(),
        answer_term_days: authority.answer_term_days,
        work_mode: Stored(authority.work_mode),
        places: Json(authority.places.clone()),
        referrals: Json(authority.referrals.clone()),
        valid_from,
        valid_to: None,
        created_at,
        page_languages: None,
    }
}
