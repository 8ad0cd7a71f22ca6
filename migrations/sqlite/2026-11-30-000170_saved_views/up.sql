-- Views of the inbox that a member keeps under a name.
CREATE TABLE saved_views (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    membership_id BLOB NOT NULL,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, membership_id) REFERENCES memberships (authority_id, id)
);
CREATE INDEX saved_views_by_membership_id ON saved_views (authority_id, membership_id);
