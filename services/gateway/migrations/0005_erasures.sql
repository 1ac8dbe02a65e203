-- gonghui: pre
-- Who was erased, for a service whose database was put back: found without looking through every event.
SET lock_timeout = '5s';

-- squawk-ignore require-concurrent-index-creation -- the read model is rebuilt in a schema of its own, and small here
CREATE INDEX audit_entry_erasure ON projection.audit_entry (type) WHERE type LIKE '%.person-erased.v1';
