-- Every look at signals asks first whether somebody decided meanwhile, and how many vectors there are. Neither may read
-- what models proposed, nor a vector.
CREATE INDEX signal_tags_decided ON signal_tags (authority_id, status, at) WHERE membership_id IS NOT NULL;
CREATE INDEX signal_vectors_by_model ON signal_vectors (authority_id, model);
