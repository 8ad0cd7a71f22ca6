//! Asking the table.

use shared::codes::Role;
use shared::id::AuthorityId;

use crate::actor::{Actor, Staff};
use crate::operations::{Access, EVERYBODY, Effect, Operation, PROVIDERS_DOORS, PROVIDERS_OWN};
use crate::permit::{Permit, PermitActor};
use crate::scope::Scope;

/// Which authority a request is about, as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Every authority in which the role is held (pool), or the only one.
    All,
    /// This one.
    One(AuthorityId),
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Nobody signed in, and no link or code came along.
    Unknown,
    /// Known, and may not do this.
    Forbidden,
    /// The authority is not one of this person's: it might as well not exist.
    Elsewhere,
    /// Several authorities are possible and a write needs exactly one.
    Ambiguous,
}

/// Who may do what: the only way to a permit for requests.
pub fn decide<A: Operation>(actor: &Actor, wanted: Wanted) -> Result<Permit<A>, Denied> {
    match (A::ACCESS, actor) {
        (Access::Public, Actor::Staff(staff)) => Ok(anybody(Some(staff), wanted)),
        (Access::Public, _) => Ok(anybody(None, wanted)),
        (Access::EntryLink, Actor::EntryLink { authority, .. })
        | (Access::Receipt, Actor::Receipt { authority }) => for_provider(*authority, wanted),
        (Access::EntryLink, Actor::Staff(staff)) => for_account(staff, wanted),
        (Access::Login, Actor::Staff(staff)) => Ok(for_oneself(staff)),
        (Access::Roles(roles), Actor::Staff(staff)) => for_roles(staff, roles, wanted, A::EFFECT),
        (Access::System, _) => Err(Denied::Forbidden),
        _ => Err(Denied::Unknown),
    }
}

/// The permit of a job or of the command line, for one authority.
pub fn for_system<A: Operation>(authority: AuthorityId) -> Permit<A> {
    Permit::new(
        Scope::new(vec![authority], Some(authority), None),
        PermitActor::System,
    )
}

/// True when one of these roles may do it: for menus and buttons, which hide what the server would refuse.
pub fn allows<A: Operation>(roles: &[Role]) -> bool {
    match A::ACCESS {
        Access::Public | Access::EntryLink | Access::Receipt | Access::Login => true,
        Access::Roles(allowed) => roles.iter().any(|role| allowed.contains(role)),
        Access::System => false,
    }
}

fn anybody<A: Operation>(staff: Option<&Staff>, wanted: Wanted) -> Permit<A> {
    let authority = match wanted {
        Wanted::One(authority) => vec![authority],
        Wanted::All => Vec::new(),
    };
    let writes = match A::EFFECT {
        Effect::Writes => authority.first().copied(),
        Effect::Reads => None,
    };
    // A provider at the door is a provider in the log already: the day, and not the moment (decisions.md 10).
    let actor = if PROVIDERS_DOORS.contains(&A::NAME) {
        PermitActor::Provider
    } else {
        PermitActor::Anyone
    };
    Permit::new(
        Scope::new(authority, writes, staff.map(|staff| staff.user)),
        actor,
    )
}

fn for_provider<A: Operation>(authority: AuthorityId, wanted: Wanted) -> Result<Permit<A>, Denied> {
    match wanted {
        Wanted::One(wanted) if wanted != authority => Err(Denied::Elsewhere),
        _ => Ok(Permit::new(
            Scope::new(vec![authority], Some(authority), None),
            PermitActor::Provider,
        )),
    }
}

/// A member submits as a provider: the log does not learn who (trust.md §7). Not every member: who looks on from a higher
/// level, or was let in as a guest, notices nothing here (product.md, roles and rights).
fn for_account<A: Operation>(staff: &Staff, wanted: Wanted) -> Result<Permit<A>, Denied> {
    let (mut known, mut may) = (Vec::new(), Vec::new());
    for membership in &staff.memberships {
        known.push(membership.authority);
        if membership.roles.iter().any(|role| EVERYBODY.contains(role)) {
            may.push(membership.authority);
        }
    }
    if let Wanted::One(wanted) = wanted
        && known.contains(&wanted)
        && !may.contains(&wanted)
    {
        return Err(Denied::Forbidden);
    }
    let authority = one(&may, wanted)?;
    Ok(Permit::new(
        Scope::new(vec![authority], Some(authority), Some(staff.user)),
        PermitActor::Provider,
    ))
}

fn for_oneself<A: Operation>(staff: &Staff) -> Permit<A> {
    let actor = PermitActor::Staff {
        user: staff.user,
        seats: Vec::new(),
    };
    Permit::new(Scope::nothing(Some(staff.user)), actor)
}

fn for_roles<A: Operation>(
    staff: &Staff,
    allowed: &[Role],
    wanted: Wanted,
    effect: Effect,
) -> Result<Permit<A>, Denied> {
    if let Wanted::One(authority) = wanted
        && !staff
            .memberships
            .iter()
            .any(|membership| membership.authority == authority)
    {
        return Err(Denied::Elsewhere);
    }
    let seats: Vec<_> = staff
        .memberships
        .iter()
        .filter(|membership| wanted == Wanted::All || wanted == Wanted::One(membership.authority))
        .filter_map(|membership| {
            let role = allowed
                .iter()
                .find(|role| membership.roles.contains(role))?;
            Some((membership.authority, membership.id, *role))
        })
        .collect();
    let authorities: Vec<AuthorityId> = seats.iter().map(|(authority, _, _)| *authority).collect();
    if authorities.is_empty() {
        return Err(Denied::Forbidden);
    }
    let (reads, writes) = match effect {
        Effect::Reads => (authorities, None),
        Effect::Writes => {
            let authority = one(&authorities, wanted)?;
            (vec![authority], Some(authority))
        }
    };
    let scope = Scope::new(reads, writes, Some(staff.user));
    let actor = if PROVIDERS_OWN.contains(&A::NAME) {
        PermitActor::Provider
    } else {
        PermitActor::Staff {
            user: staff.user,
            seats,
        }
    };
    Ok(Permit::new(scope, actor))
}

fn one(authorities: &[AuthorityId], wanted: Wanted) -> Result<AuthorityId, Denied> {
    match (wanted, authorities) {
        (Wanted::One(wanted), known) if known.contains(&wanted) => Ok(wanted),
        (Wanted::One(_), _) => Err(Denied::Elsewhere),
        (Wanted::All, [only]) => Ok(*only),
        (Wanted::All, []) => Err(Denied::Forbidden),
        (Wanted::All, _) => Err(Denied::Ambiguous),
    }
}

#[cfg(test)]
mod tests {
    use shared::id::{EntryLinkId, LoginId, MembershipId, UserId};
    use uuid::Uuid;

    use super::*;
    use crate::actor::ActorMembership;
    use crate::operations::{
        CloseIssue, GetMe, GetSignal, LinkSignal, ListMembers, ListSignals, RunJob, SubmitSignal,
        TABLE, UseSignInLink,
    };

    fn authority(number: u128) -> AuthorityId {
        Uuid::from_u128(number).into()
    }

    fn staff(roles: &[(u128, Role)]) -> Actor {
        let membership = |(number, role): &(u128, Role)| ActorMembership {
            id: MembershipId::new(Uuid::from_u128(number + 100)),
            authority: authority(*number),
            organisation: None,
            roles: vec![*role],
        };
        Actor::Staff(Staff {
            user: UserId::new(Uuid::from_u128(1)),
            login: LoginId::new(Uuid::from_u128(2)),
            memberships: roles.iter().map(membership).collect(),
        })
    }

    #[test]
    fn nobody_in_particular_may_not_read_signals() {
        assert_eq!(
            decide::<ListSignals>(&Actor::Anyone, Wanted::All).unwrap_err(),
            Denied::Unknown
        );
    }

    #[test]
    fn a_policy_officer_is_known_and_refused() {
        let officer = staff(&[(1, Role::PolicyOfficer)]);
        assert_eq!(
            decide::<GetSignal>(&officer, Wanted::All).unwrap_err(),
            Denied::Forbidden
        );
    }

    #[test]
    fn another_authority_might_as_well_not_exist() {
        let processor = staff(&[(1, Role::Processor)]);
        let elsewhere = Wanted::One(authority(2));
        assert_eq!(
            decide::<ListSignals>(&processor, elsewhere).unwrap_err(),
            Denied::Elsewhere
        );
    }

    #[test]
    fn a_pool_covers_only_authorities_in_which_the_role_is_held() {
        let shared = staff(&[
            (1, Role::Processor),
            (2, Role::PolicyOfficer),
            (3, Role::LeadProcessor),
        ]);
        let permit = decide::<ListSignals>(&shared, Wanted::All).unwrap();
        assert_eq!(permit.scope().reads(), [authority(1), authority(3)]);
        assert_eq!(permit.scope().writes(), None, "a pool is for reading");
    }

    #[test]
    fn a_write_in_a_pool_must_name_its_authority() {
        let shared = staff(&[(1, Role::Processor), (3, Role::Processor)]);
        assert_eq!(
            decide::<LinkSignal>(&shared, Wanted::All).unwrap_err(),
            Denied::Ambiguous
        );
        let permit = decide::<LinkSignal>(&shared, Wanted::One(authority(3))).unwrap();
        assert_eq!(
            permit.scope().reads(),
            [authority(3)],
            "and then it reads nothing else"
        );
        assert_eq!(permit.scope().writes(), Some(authority(3)));
    }

    #[test]
    fn a_role_in_one_authority_gives_nothing_in_another() {
        let mixed = staff(&[(1, Role::LeadProcessor), (2, Role::Provider)]);
        assert_eq!(
            decide::<CloseIssue>(&mixed, Wanted::One(authority(2))).unwrap_err(),
            Denied::Forbidden
        );
    }

    #[test]
    fn who_submits_stays_out_of_the_log() {
        let link = Actor::EntryLink {
            authority: authority(1),
            link: EntryLinkId::new(Uuid::from_u128(9)),
        };
        for actor in [link, staff(&[(1, Role::Processor)])] {
            let permit = decide::<SubmitSignal>(&actor, Wanted::One(authority(1))).unwrap();
            assert_eq!(permit.actor(), &PermitActor::Provider);
        }
    }

    #[test]
    fn when_a_provider_signs_in_stays_out_of_the_log() {
        let permit = decide::<UseSignInLink>(&Actor::Anyone, Wanted::One(authority(1))).unwrap();
        assert_eq!(permit.actor(), &PermitActor::Provider);
        for name in PROVIDERS_DOORS {
            assert!(TABLE.iter().any(|row| row.name == *name), "{name}");
        }
    }

    #[test]
    fn who_only_looks_on_sends_no_signal() {
        for role in [
            Role::RegionalOfficer,
            Role::Guest,
            Role::Participant,
            Role::Partner,
            Role::ProgrammeCoordinator,
        ] {
            let actor = staff(&[(1, role)]);
            for wanted in [Wanted::All, Wanted::One(authority(1))] {
                let denied = decide::<SubmitSignal>(&actor, wanted).unwrap_err();
                assert_eq!(denied, Denied::Forbidden, "{role}");
            }
            let elsewhere = Wanted::One(authority(2));
            let denied = decide::<SubmitSignal>(&actor, elsewhere).unwrap_err();
            assert_eq!(denied, Denied::Elsewhere, "{role}");
        }
        // Where she is a nurse she does.
        let both = staff(&[(1, Role::Guest), (2, Role::Provider)]);
        let permit = decide::<SubmitSignal>(&both, Wanted::All).unwrap();
        assert_eq!(permit.scope().writes(), Some(authority(2)));
    }

    #[test]
    fn an_entry_link_opens_nothing_else() {
        let link = Actor::EntryLink {
            authority: authority(1),
            link: EntryLinkId::new(Uuid::from_u128(9)),
        };
        assert_eq!(
            decide::<ListSignals>(&link, Wanted::All).unwrap_err(),
            Denied::Unknown
        );
        assert_eq!(
            decide::<SubmitSignal>(&link, Wanted::One(authority(2))).unwrap_err(),
            Denied::Elsewhere
        );
    }

    #[test]
    fn nobody_asks_for_the_systems_own_work() {
        assert_eq!(
            decide::<RunJob>(&staff(&[(1, Role::Administrator)]), Wanted::All).unwrap_err(),
            Denied::Forbidden
        );
    }

    #[test]
    fn who_signed_in_by_mail_is_a_provider_whatever_else_she_is() {
        let Actor::Staff(both) = staff(&[(1, Role::Administrator), (2, Role::Guest)]) else {
            panic!("nobody signed in")
        };
        let narrowed = Actor::Staff(both.as_provider());
        let submits = decide::<SubmitSignal>(&narrowed, Wanted::All).unwrap();
        assert_eq!(submits.scope().writes(), Some(authority(1)));
        let at = Wanted::One(authority(1));
        let denied = decide::<ListMembers>(&narrowed, at).unwrap_err();
        assert_eq!(denied, Denied::Forbidden);
        let guest = decide::<SubmitSignal>(&narrowed, Wanted::One(authority(2)));
        assert_eq!(guest.unwrap_err(), Denied::Elsewhere);
    }

    #[test]
    fn somebody_without_any_membership_still_is_somebody() {
        let permit = decide::<GetMe>(&staff(&[]), Wanted::All).unwrap();
        assert!(permit.scope().reads().is_empty());
    }
}
