//! Members, invitations, organisations.

use shared::id::{InvitationId, MembershipId};
use shared::organisation::{Organisation, OrganisationDraft};
use shared::page::Page;
use shared::person::{Invitation, InvitationDraft, Member, RolesDraft};
use shared::timeline::Empty;

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::Authorised;

impl ApiClient<Authorised> {
    /// `listMembers`
    pub async fn list_members(&self) -> Answer<Page<Member>> {
        self.receive_all("/members").await
    }

    /// `listInvitations`
    pub async fn list_invitations(&self) -> Answer<Page<Invitation>> {
        self.receive_all("/invitations").await
    }

    /// `inviteMember`
    pub async fn invite_member(&self, draft: &InvitationDraft) -> Answer<Invitation> {
        self.receive(Call::post("/invitations").json(draft)).await
    }

    /// `revokeInvitation`
    pub async fn revoke_invitation(&self, invitation: InvitationId) -> Answer<()> {
        self.done(Call::delete(format!("/invitations/{invitation}")))
            .await
    }

    /// `changeRoles`
    pub async fn change_roles(
        &self,
        membership: MembershipId,
        version: u64,
        draft: &RolesDraft,
    ) -> Answer<Member> {
        let call = Call::put(format!("/members/{membership}/roles"));
        self.receive(call.if_match(version).json(draft)).await
    }

    /// `resetSignIn`
    pub async fn reset_sign_in(&self, membership: MembershipId) -> Answer<Invitation> {
        let call = Call::post(format!("/members/{membership}/signInReset"));
        self.receive(call.json(&Empty {})).await
    }

    /// `endMembership`
    pub async fn end_membership(&self, membership: MembershipId, version: u64) -> Answer<()> {
        self.done(Call::delete(format!("/members/{membership}")).if_match(version))
            .await
    }

    /// `listOrganisations`
    pub async fn list_organisations(&self) -> Answer<Page<Organisation>> {
        self.receive_all("/organisations").await
    }

    /// `createOrganisation`
    pub async fn create_organisation(&self, draft: &OrganisationDraft) -> Answer<Organisation> {
        self.receive(Call::post("/organisations").json(draft)).await
    }
}
