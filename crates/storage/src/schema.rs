//! Every table, declared once for both engines; the SQL types of [`super::sql_types`] map to each.

diesel::table! {
    use crate::sql_types::*;

    authorities (id) {
        id -> Id,
        slug -> Text,
        name -> Text,
        level -> Text,
        nis_code -> Nullable<Text>,
        languages -> Text,
        time_zone -> Text,
        answer_term_days -> Integer,
        work_mode -> Text,
        places -> Json,
        referrals -> Json,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        created_at -> TimestampUtc,
        page_languages -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    authority_successors (authority_id, successor_id) {
        authority_id -> Id,
        successor_id -> Id,
    }
}

diesel::table! {
    use crate::sql_types::*;

    taxonomies (authority_id, revision) {
        authority_id -> Id,
        revision -> Integer,
        content -> Json,
        created_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    users (id) {
        id -> Id,
        email_index -> Binary,
        data_key -> Binary,
        name_sealed -> Binary,
        email_sealed -> Binary,
        locale -> Text,
        password_hash -> Nullable<Text>,
        totp_sealed -> Nullable<Binary>,
        totp_step -> Nullable<BigInt>,
        attempts_in_window -> Integer,
        window_began_at -> Nullable<TimestampUtc>,
        attempted_at -> Nullable<TimestampUtc>,
        attempt_delays -> Integer,
        wait_until -> Nullable<TimestampUtc>,
        created_at -> TimestampUtc,
        last_signed_in_on -> Nullable<Date>,
        disabled_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    logins (id) {
        id -> Id,
        user_id -> Id,
        created_at -> TimestampUtc,
        last_used_at -> TimestampUtc,
        expires_at -> TimestampUtc,
        current_hash -> Binary,
        previous_hash -> Nullable<Binary>,
        previous_salt -> Nullable<Binary>,
        replaced_at -> Nullable<TimestampUtc>,
        revoked_at -> Nullable<TimestampUtc>,
        rights -> Text,
        wipe_asked_at -> Nullable<TimestampUtc>,
        wiped_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    sign_in_links (id) {
        id -> Id,
        authority_id -> Id,
        token_hash -> Binary,
        browser_hash -> Binary,
        email_index -> Binary,
        data_key -> Binary,
        email_sealed -> Binary,
        token_sealed -> Binary,
        locale -> Text,
        joins -> Integer,
        created_at -> TimestampUtc,
        expires_at -> TimestampUtc,
        shown_at -> Nullable<TimestampUtc>,
        tries -> Integer,
        used_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    passkeys (id) {
        id -> Id,
        user_id -> Id,
        credential_hash -> Binary,
        passkey_sealed -> Binary,
        name_sealed -> Binary,
        created_on -> Date,
        last_used_on -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    passkey_challenges (id) {
        id -> Id,
        challenge_hash -> Binary,
        user_id -> Nullable<Id>,
        state_sealed -> Binary,
        expires_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    revocations (id) {
        id -> Id,
        login_id -> Nullable<Id>,
        user_id -> Nullable<Id>,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    organisations (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        name -> Text,
        sector -> Text,
        created_at -> TimestampUtc,
        ended_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    memberships (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        user_id -> Id,
        organisation_id -> Nullable<Id>,
        roles -> Text,
        created_at -> TimestampUtc,
        ended_at -> Nullable<TimestampUtc>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::sql_types::*;

    invitations (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        code_hash -> Binary,
        email_index -> Binary,
        data_key -> Binary,
        name_sealed -> Binary,
        email_sealed -> Binary,
        code_sealed -> Nullable<Binary>,
        totp_sealed -> Binary,
        roles -> Text,
        user_id -> Nullable<Id>,
        organisation_id -> Nullable<Id>,
        locale -> Text,
        created_at -> TimestampUtc,
        expires_at -> TimestampUtc,
        accepted_at -> Nullable<TimestampUtc>,
        revoked_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    entry_links (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        token -> Text,
        name -> Text,
        sector -> Nullable<Text>,
        organisation_id -> Nullable<Id>,
        created_at -> TimestampUtc,
        expires_on -> Nullable<Date>,
        revoked_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    provider_contacts (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        provider_ref -> Id,
        data_key -> Binary,
        email_sealed -> Binary,
        email_index -> Binary,
        locale -> Text,
        created_at -> TimestampUtc,
        undeliverable_at -> Nullable<TimestampUtc>,
        pace -> Text,
        told_until -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signals (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        public_id -> Id,
        client_key -> Id,
        client_body -> Nullable<Binary>,
        receipt_index -> Binary,
        state -> Text,
        source -> Text,
        received_at -> TimestampUtc,
        received_on -> Date,
        promised_on -> Date,
        last_activity_on -> Date,
        language -> Nullable<Text>,
        locale -> Text,
        sector -> Nullable<Text>,
        profession -> Nullable<Text>,
        organisation_id -> Nullable<Id>,
        entry_link_id -> Nullable<Id>,
        frequency -> Nullable<Text>,
        people -> Nullable<Text>,
        kind -> Nullable<Text>,
        place -> Nullable<Text>,
        contact -> Text,
        contact_id -> Nullable<Id>,
        provider_ref -> Id,
        duplicate_of -> Nullable<Id>,
        links -> Integer,
        first_linked_at -> Nullable<TimestampUtc>,
        first_response_at -> Nullable<TimestampUtc>,
        ended_at -> Nullable<TimestampUtc>,
        seen_issue_id -> Nullable<Id>,
        depth -> Nullable<Integer>,
        version -> BigInt,
        analysed_by -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    disclosures (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        signal_id -> Id,
        data_key -> Binary,
        name_sealed -> Binary,
        reach_sealed -> Nullable<Binary>,
        created_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signal_texts (authority_id, signal_id) {
        authority_id -> Id,
        signal_id -> Id,
        search_row -> BigInt,
        text -> Nullable<Text>,
        tried -> Nullable<Text>,
        wish -> Nullable<Text>,
        search_terms -> Text,
        erased_at -> Nullable<TimestampUtc>,
        words_due_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signal_tags (authority_id, signal_id, scheme, code) {
        authority_id -> Id,
        signal_id -> Id,
        scheme -> Text,
        code -> Text,
        origin -> Text,
        status -> Text,
        membership_id -> Nullable<Id>,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signal_vectors (authority_id, signal_id) {
        authority_id -> Id,
        signal_id -> Id,
        model -> Text,
        vector -> Binary,
        kind -> Nullable<Text>,
        kind_confidence -> Nullable<Integer>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    tag_suggestions (authority_id, signal_id, scheme, code) {
        authority_id -> Id,
        signal_id -> Id,
        scheme -> Text,
        code -> Text,
        model -> Text,
        confidence -> Integer,
        reasons -> Json,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signal_likes (authority_id, signal_id, other_id) {
        authority_id -> Id,
        signal_id -> Id,
        other_id -> Id,
        likeness -> Text,
        score -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::*;

    shown_suggestions (authority_id, signal_id, scheme, code, model) {
        authority_id -> Id,
        signal_id -> Id,
        scheme -> Text,
        code -> Text,
        model -> Text,
        confidence -> Integer,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    shown_likes (authority_id, signal_id, other_id, model) {
        authority_id -> Id,
        signal_id -> Id,
        other_id -> Id,
        model -> Text,
        score -> Integer,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    shown_kinds (authority_id, issue_id) {
        authority_id -> Id,
        issue_id -> Id,
        model -> Text,
        kind -> Text,
        confidence -> Integer,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signal_differences (authority_id, signal_id, other_id) {
        authority_id -> Id,
        signal_id -> Id,
        other_id -> Id,
        membership_id -> Nullable<Id>,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    signal_events (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        signal_id -> Id,
        at -> TimestampUtc,
        event -> Text,
        from_state -> Nullable<Text>,
        to_state -> Text,
        membership_id -> Nullable<Id>,
        role -> Nullable<Text>,
        reason -> Nullable<Text>,
        note_id -> Nullable<Id>,
        issue_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    notes (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        signal_id -> Nullable<Id>,
        issue_id -> Nullable<Id>,
        text -> Nullable<Text>,
        erased_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    questions (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        signal_id -> Id,
        membership_id -> Nullable<Id>,
        text -> Nullable<Text>,
        asked_at -> TimestampUtc,
        answer -> Nullable<Text>,
        answered_at -> Nullable<TimestampUtc>,
        seen_at -> Nullable<TimestampUtc>,
        cancelled_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    issue_counters (authority_id) {
        authority_id -> Id,
        next_number -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::*;

    issues (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        public_id -> Id,
        number -> Integer,
        state -> Text,
        title -> Text,
        search_terms -> Text,
        description -> Nullable<Text>,
        kind -> Nullable<Text>,
        governance_level -> Nullable<Text>,
        themes -> Json,
        criteria -> Text,
        scores -> Json,
        voters -> Integer,
        priority_method -> Nullable<Text>,
        priority_place -> Nullable<Integer>,
        priority_of -> Nullable<Integer>,
        calculated_place -> Nullable<Integer>,
        priority_weights -> Nullable<Json>,
        decision -> Nullable<Text>,
        motivation -> Nullable<Text>,
        owner_organisation_id -> Nullable<Id>,
        owner_membership_id -> Nullable<Id>,
        outcome -> Nullable<Text>,
        parked_from -> Nullable<Text>,
        review_on -> Nullable<Date>,
        merged_into -> Nullable<Id>,
        merged_from -> Nullable<Text>,
        signal_count -> Integer,
        created_at -> TimestampUtc,
        changed_at -> TimestampUtc,
        analysed_at -> Nullable<TimestampUtc>,
        validated_at -> Nullable<TimestampUtc>,
        prioritised_at -> Nullable<TimestampUtc>,
        decided_at -> Nullable<TimestampUtc>,
        started_at -> Nullable<TimestampUtc>,
        resolved_at -> Nullable<TimestampUtc>,
        closed_at -> Nullable<TimestampUtc>,
        published_at -> Nullable<TimestampUtc>,
        withdrawn_at -> Nullable<TimestampUtc>,
        version -> BigInt,
        words_due_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    issue_signals (authority_id, issue_id, signal_id) {
        authority_id -> Id,
        issue_id -> Id,
        signal_id -> Id,
        linked_at -> TimestampUtc,
        membership_id -> Nullable<Id>,
        unlinked_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    issue_events (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        issue_id -> Id,
        at -> TimestampUtc,
        event -> Text,
        from_state -> Nullable<Text>,
        to_state -> Text,
        membership_id -> Nullable<Id>,
        role -> Nullable<Text>,
        reason -> Nullable<Text>,
        note_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    recognitions (authority_id, issue_id, organisation_id) {
        authority_id -> Id,
        issue_id -> Id,
        organisation_id -> Id,
        at -> TimestampUtc,
        membership_id -> Nullable<Id>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    lineage (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        kind -> Text,
        from_issue_id -> Id,
        into_issue_id -> Id,
        from_title -> Text,
        into_title -> Text,
        at -> TimestampUtc,
        membership_id -> Nullable<Id>,
        undone_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    lineage_signals (authority_id, lineage_id, signal_id) {
        authority_id -> Id,
        lineage_id -> Id,
        signal_id -> Id,
        was_linked -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::*;

    actions (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        issue_id -> Id,
        title -> Text,
        owner_organisation_id -> Id,
        owner_membership_id -> Nullable<Id>,
        due_on -> Date,
        state -> Text,
        note -> Nullable<Text>,
        created_at -> TimestampUtc,
        started_at -> Nullable<TimestampUtc>,
        ended_at -> Nullable<TimestampUtc>,
        reminded_on -> Nullable<Date>,
        version -> BigInt,
        search_terms -> Text,
        words_due_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    clusters (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        name -> Nullable<Text>,
        locked_at -> Nullable<TimestampUtc>,
        words -> Json,
        facts -> Json,
        model -> Text,
        born_at -> TimestampUtc,
        split_from -> Nullable<Id>,
        gone_at -> Nullable<TimestampUtc>,
        merged_into -> Nullable<Id>,
        issue_id -> Nullable<Id>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::sql_types::*;

    cluster_members (authority_id, signal_id) {
        authority_id -> Id,
        signal_id -> Id,
        cluster_id -> Id,
        status -> Text,
        fit -> Integer,
        part -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::*;

    cluster_edits (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        kind -> Text,
        cluster_id -> Id,
        membership_id -> Nullable<Id>,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    cluster_edit_signals (authority_id, edit_id, signal_id) {
        authority_id -> Id,
        edit_id -> Id,
        signal_id -> Id,
        side -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::*;

    priority_weights (authority_id) {
        authority_id -> Id,
        weights -> Nullable<Json>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::sql_types::*;

    issue_scores (authority_id, issue_id, membership_id) {
        authority_id -> Id,
        issue_id -> Id,
        membership_id -> Id,
        scores -> Json,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    opened_scores (authority_id, issue_id) {
        authority_id -> Id,
        issue_id -> Id,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    language_models (authority_id) {
        authority_id -> Id,
        allowed_at -> Nullable<TimestampUtc>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::sql_types::*;

    summary_drafts (authority_id, issue_id) {
        authority_id -> Id,
        issue_id -> Id,
        state -> Text,
        cause -> Nullable<Text>,
        model -> Text,
        host -> Text,
        content_hash -> Text,
        content -> Nullable<Json>,
        asked_at -> TimestampUtc,
        made_at -> Nullable<TimestampUtc>,
        approved_at -> Nullable<TimestampUtc>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::sql_types::*;

    cluster_runs (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        at -> TimestampUtc,
        model -> Text,
        signals -> Integer,
        loose -> Integer,
        resolution -> Integer,
        changes -> Json,
    }
}

diesel::table! {
    use crate::sql_types::*;

    feedback_texts (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        issue_id -> Nullable<Id>,
        signal_id -> Nullable<Id>,
        moment -> Text,
        text -> Nullable<Text>,
        membership_id -> Nullable<Id>,
        created_at -> TimestampUtc,
        sent_at -> Nullable<TimestampUtc>,
        version -> BigInt,
        search_terms -> Text,
        words_due_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    feedback (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        signal_id -> Id,
        issue_id -> Nullable<Id>,
        moment -> Text,
        state -> Text,
        due_on -> Date,
        text_id -> Nullable<Id>,
        created_at -> TimestampUtc,
        sent_at -> Nullable<TimestampUtc>,
        read_at -> Nullable<TimestampUtc>,
        rated_at -> Nullable<TimestampUtc>,
        useful -> Nullable<Integer>,
        undeliverable_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    imports (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        membership_id -> Nullable<Id>,
        state -> Text,
        headers -> Json,
        mapping -> Nullable<Json>,
        file -> Nullable<Binary>,
        file_kind -> Text,
        rows -> Integer,
        rows_read -> Integer,
        created -> Integer,
        held -> Integer,
        known -> Integer,
        errors -> Json,
        started_at -> TimestampUtc,
        finished_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    audit (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        at -> TimestampUtc,
        actor_ref -> Nullable<Id>,
        role -> Nullable<Text>,
        operation -> Text,
        object_type -> Nullable<Text>,
        object_id -> Nullable<Text>,
        outcome -> Text,
        reason_code -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    audit_sealed (authority_id, audit_id) {
        authority_id -> Id,
        audit_id -> Id,
        seal_no -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::*;

    audit_seals (authority_id, seal_no) {
        authority_id -> Id,
        seal_no -> BigInt,
        sealed_at -> TimestampUtc,
        rows_count -> Integer,
        rows_hash -> Binary,
        prev_hash -> Binary,
        hash -> Binary,
        signature -> Nullable<Binary>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    idempotency (authority_id, caller, operation, key) {
        authority_id -> Id,
        caller -> Binary,
        operation -> Text,
        key -> Id,
        body_hmac -> Nullable<Binary>,
        status -> Integer,
        object_id -> Nullable<Text>,
        created_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    erasure_log (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        at -> TimestampUtc,
        subject_type -> Text,
        subject_id -> Id,
    }
}

diesel::table! {
    use crate::sql_types::*;

    jobs (id) {
        id -> Id,
        authority_id -> Nullable<Id>,
        kind -> Text,
        payload -> Json,
        state -> Text,
        run_at -> TimestampUtc,
        attempts -> Integer,
        lease_until -> Nullable<TimestampUtc>,
        lease_owner -> Nullable<Id>,
        last_error -> Nullable<Text>,
        created_at -> TimestampUtc,
        finished_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    push_subscriptions (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        signal_id -> Id,
        data_key -> Binary,
        endpoint_sealed -> Binary,
        endpoint_index -> Binary,
        renewed_on -> Date,
    }
}

diesel::table! {
    use crate::sql_types::*;

    trends (authority_id, series_id, week) {
        authority_id -> Id,
        series_id -> Id,
        week -> Date,
        kind -> Text,
        code -> Text,
        providers -> Integer,
        signals -> Integer,
        weeks -> Integer,
        observed -> Integer,
        expected_thousandths -> Integer,
        lower -> Integer,
        upper -> Integer,
        q_millionths -> Nullable<Integer>,
        model -> Text,
        rise_began_on -> Nullable<Date>,
        growth -> Nullable<Json>,
        words -> Nullable<Json>,
    }
}

diesel::table! {
    use crate::sql_types::*;

    trend_runs (authority_id) {
        authority_id -> Id,
        week -> Nullable<Date>,
        weeks -> Integer,
        ran_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    trend_subscriptions (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        membership_id -> Id,
        theme -> Nullable<Text>,
        place -> Nullable<Text>,
        created_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    saved_views (authority_id, id) {
        authority_id -> Id,
        id -> Id,
        membership_id -> Id,
        name -> Text,
        filter -> Json,
        created_at -> TimestampUtc,
    }
}

diesel::table! {
    use crate::sql_types::*;

    published_months (authority_id, month) {
        authority_id -> Id,
        month -> Date,
        total -> Nullable<Integer>,
        cells -> Json,
        records -> Json,
        released_at -> TimestampUtc,
    }
}

// Only what some query joins or nests: a pair takes ten implementations, and all pairs of tables took a third of the time to
// compile this crate.
diesel::allow_tables_to_appear_in_same_query!(
    signals,
    signal_texts,
    signal_tags,
    signal_vectors,
    issue_signals,
    issues,
    questions,
    feedback,
    provider_contacts,
);
diesel::allow_tables_to_appear_in_same_query!(actions, issues);
diesel::allow_tables_to_appear_in_same_query!(actions, organisations);
diesel::allow_tables_to_appear_in_same_query!(audit, audit_sealed);
diesel::allow_tables_to_appear_in_same_query!(cluster_edits, cluster_edit_signals);
diesel::allow_tables_to_appear_in_same_query!(cluster_members, clusters);
diesel::allow_tables_to_appear_in_same_query!(cluster_members, signals);
diesel::allow_tables_to_appear_in_same_query!(feedback, feedback_texts);
diesel::allow_tables_to_appear_in_same_query!(feedback_texts, issues);
diesel::allow_tables_to_appear_in_same_query!(feedback_texts, signals);
diesel::allow_tables_to_appear_in_same_query!(feedback_texts, signal_tags);
diesel::allow_tables_to_appear_in_same_query!(issue_events, notes);
diesel::allow_tables_to_appear_in_same_query!(issues, organisations);
diesel::allow_tables_to_appear_in_same_query!(memberships, users);
diesel::allow_tables_to_appear_in_same_query!(notes, signal_events);
diesel::allow_tables_to_appear_in_same_query!(organisations, recognitions);
diesel::allow_tables_to_appear_in_same_query!(shown_kinds, issues);
diesel::allow_tables_to_appear_in_same_query!(shown_likes, signal_differences);
diesel::allow_tables_to_appear_in_same_query!(shown_likes, signals);
diesel::allow_tables_to_appear_in_same_query!(shown_suggestions, signal_tags);

/// What kind of table it is: an undeclared one fails the build's tests (trust.md §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rows belong to one authority; row-level security and the statement recorder watch it.
    Authority,
    /// Rows belong to the installation: ids, credentials, jobs with ids only.
    Global,
    /// Small lists that everybody reads.
    Reference,
}

/// What a column holds, the same on both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// A UUID.
    Id,
    /// Text.
    Text,
    /// A small document.
    Json,
    /// A whole number of 32 or 64 bits.
    Number,
    /// A moment in UTC, in microseconds.
    Moment,
    /// A day.
    Day,
    /// Bytes.
    Bytes,
}

/// The type of a column, by its SQL type.
trait Typed {
    const TYPE: ColumnType;
}

macro_rules! typed {
    ($($sql:ident $column:ident;)*) => {$(
        impl Typed for crate::sql_types::$sql {
            const TYPE: ColumnType = ColumnType::$column;
        }
    )*};
}

typed! {
    Id Id;
    Text Text;
    Json Json;
    Integer Number;
    BigInt Number;
    TimestampUtc Moment;
    Date Day;
    Binary Bytes;
}

impl<T: Typed + diesel::sql_types::SqlType<IsNull = diesel::sql_types::is_nullable::NotNull>> Typed
    for crate::sql_types::Nullable<T>
{
    const TYPE: ColumnType = T::TYPE;
}

macro_rules! tables {
    ($($kind:ident $table:ident: $($column:ident)*;)*) => {
        /// Every table with its kind and columns, in an order in which rows can be copied.
        pub const TABLES: &[(&str, Kind, &[&str])] =
            &[$((stringify!($table), Kind::$kind, &[$(stringify!($column)),*])),*];

        /// The types of those columns, in the same order.
        pub const TYPES: &[&[ColumnType]] =
            &[$(&[$(<<$table::$column as diesel::Expression>::SqlType as Typed>::TYPE),*]),*];
    };
}

tables! {
        Reference authorities: id slug name level nis_code languages time_zone answer_term_days work_mode places
        referrals valid_from valid_to created_at page_languages;
        Reference authority_successors: authority_id successor_id;
        Authority taxonomies: authority_id revision content created_at;
        Global users: id email_index data_key name_sealed email_sealed locale password_hash totp_sealed totp_step
        attempts_in_window window_began_at attempted_at attempt_delays wait_until created_at last_signed_in_on
        disabled_at;
        Global logins: id user_id created_at last_used_at expires_at current_hash previous_hash previous_salt
        replaced_at revoked_at rights wipe_asked_at wiped_at;
        Global sign_in_links: id authority_id token_hash browser_hash email_index data_key email_sealed token_sealed
        locale joins created_at expires_at shown_at tries used_at;
        Global passkeys: id user_id credential_hash passkey_sealed name_sealed created_on last_used_on;
        Global passkey_challenges: id challenge_hash user_id state_sealed expires_at;
        Global revocations: id login_id user_id at;
        Authority organisations: authority_id id name sector created_at ended_at;
        Authority memberships: authority_id id user_id organisation_id roles created_at ended_at version;
        Authority invitations: authority_id id code_hash email_index data_key name_sealed email_sealed code_sealed
        totp_sealed roles user_id organisation_id locale created_at expires_at accepted_at revoked_at;
        Authority entry_links: authority_id id token name sector organisation_id created_at expires_on revoked_at;
        Authority provider_contacts: authority_id id provider_ref data_key email_sealed email_index locale
        created_at undeliverable_at pace told_until;
        Authority signals: authority_id id public_id client_key client_body receipt_index state source received_at
        received_on promised_on last_activity_on language locale sector profession organisation_id entry_link_id
        frequency people kind place contact contact_id provider_ref duplicate_of links first_linked_at
        first_response_at ended_at seen_issue_id depth version analysed_by;
        Authority disclosures: authority_id id signal_id data_key name_sealed reach_sealed created_at;
        Authority signal_texts: authority_id signal_id search_row text tried wish search_terms erased_at
        words_due_at;
        Authority signal_tags: authority_id signal_id scheme code origin status membership_id at;
        Authority signal_vectors: authority_id signal_id model vector kind kind_confidence;
        Authority tag_suggestions: authority_id signal_id scheme code model confidence reasons at;
        Authority signal_likes: authority_id signal_id other_id likeness score;
        Authority shown_suggestions: authority_id signal_id scheme code model confidence at;
        Authority shown_likes: authority_id signal_id other_id model score at;
        Authority signal_differences: authority_id signal_id other_id membership_id at;
        Authority trends: authority_id series_id week kind code providers signals weeks observed expected_thousandths
        lower upper q_millionths model rise_began_on growth words;
        Authority trend_runs: authority_id week weeks ran_at;
        Authority trend_subscriptions: authority_id id membership_id theme place created_at;
        Authority saved_views: authority_id id membership_id name filter created_at;
        Authority published_months: authority_id month total cells records released_at;
        Authority signal_events: authority_id id signal_id at event from_state to_state membership_id role reason
        note_id issue_id;
        Authority notes: authority_id id signal_id issue_id text erased_at;
        Authority questions: authority_id id signal_id membership_id text asked_at answer answered_at seen_at
        cancelled_at;
        Authority push_subscriptions: authority_id id signal_id data_key endpoint_sealed endpoint_index renewed_on;
        Authority issue_counters: authority_id next_number;
        Authority issues: authority_id id public_id number state title search_terms description kind governance_level
        themes criteria scores voters priority_method priority_place priority_of calculated_place priority_weights decision
        motivation owner_organisation_id owner_membership_id outcome parked_from review_on merged_into merged_from signal_count created_at changed_at analysed_at validated_at
        prioritised_at decided_at started_at resolved_at closed_at published_at withdrawn_at version words_due_at;
        Authority issue_signals: authority_id issue_id signal_id linked_at membership_id unlinked_at;
        Authority issue_events: authority_id id issue_id at event from_state to_state membership_id role reason
        note_id;
        Authority shown_kinds: authority_id issue_id model kind confidence at;
        Authority recognitions: authority_id issue_id organisation_id at membership_id comment;
        Authority priority_weights: authority_id weights version;
        Authority issue_scores: authority_id issue_id membership_id scores at;
        Authority opened_scores: authority_id issue_id at;
        Authority lineage: authority_id id kind from_issue_id into_issue_id from_title into_title at membership_id
        undone_at;
        Authority lineage_signals: authority_id lineage_id signal_id was_linked;
        Authority clusters: authority_id id name locked_at words facts model born_at split_from gone_at merged_into
        issue_id version;
        Authority cluster_members: authority_id signal_id cluster_id status fit part;
        Authority cluster_edits: authority_id id kind cluster_id membership_id at;
        Authority cluster_edit_signals: authority_id edit_id signal_id side;
        Authority cluster_runs: authority_id id at model signals loose resolution changes;
        Authority language_models: authority_id allowed_at version;
        Authority summary_drafts: authority_id issue_id state cause model host content_hash content asked_at made_at
        approved_at version;
        Authority actions: authority_id id issue_id title owner_organisation_id owner_membership_id due_on state
        note created_at started_at ended_at reminded_on version search_terms words_due_at;
        Authority feedback_texts: authority_id id issue_id signal_id moment text membership_id created_at sent_at
        version search_terms words_due_at;
        Authority feedback: authority_id id signal_id issue_id moment state due_on text_id created_at sent_at
        read_at rated_at useful undeliverable_at;
        Authority imports: authority_id id membership_id state headers mapping file file_kind rows rows_read created
        held known errors started_at finished_at;
        Authority audit: authority_id id at actor_ref role operation object_type object_id outcome reason_code;
        Authority audit_sealed: authority_id audit_id seal_no position;
        Authority audit_seals: authority_id seal_no sealed_at rows_count rows_hash prev_hash hash signature;
        Authority idempotency: authority_id caller operation key body_hmac status object_id created_at;
        Authority erasure_log: authority_id id at subject_type subject_id;
        Global jobs: id authority_id kind payload state run_at attempts lease_until lease_owner last_error
        created_at finished_at;
}
