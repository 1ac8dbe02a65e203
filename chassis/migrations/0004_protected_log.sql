-- gonghui: pre
-- The log's tables by county, what a request left by the account that asked. relay_state and migration say nothing of
-- any organisation.
SET lock_timeout = '5s';

SELECT protect('journal', 'county', 'county');
SELECT protect('log', 'county', 'county');
SELECT protect('log_head', 'county', 'county');
SELECT protect('tile', 'county', 'county');
SELECT protect('checkpoint', 'county', 'county');
SELECT protect('log_generation', 'county', 'county');
SELECT protect('witness', 'county', 'county');
SELECT protect('followed_log', 'county', 'county');
SELECT protect('idempotency', 'principal', 'subject');
SELECT protect('creation', 'principal', 'subject');
