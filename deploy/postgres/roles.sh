#!/bin/sh
# Makes the roles and databases of an installation and sets their passwords. Safe to repeat.
#
# PostgreSQL's image runs it once, at its first start. Elsewhere run it as a superuser, with psql's own settings
# (PGHOST, PGPORT, PGPASSWORD) and the five passwords in the environment.
set -eu
: "${ENCOURS_OWNER_PASSWORD:?}" "${ENCOURS_APP_PASSWORD:?}" "${ENCOURS_REGISTRAR_PASSWORD:?}" "${ENCOURS_AUDIT_PASSWORD:?}" "${TEMPORAL_DB_PASSWORD:?}"

# \getenv keeps the passwords off the command line, where other users of the machine could read them.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv owner_password ENCOURS_OWNER_PASSWORD
\getenv app_password ENCOURS_APP_PASSWORD
\getenv registrar_password ENCOURS_REGISTRAR_PASSWORD
\getenv audit_password ENCOURS_AUDIT_PASSWORD
\getenv temporal_password TEMPORAL_DB_PASSWORD

SELECT format('CREATE ROLE %I LOGIN', role)
FROM unnest(ARRAY['encours_owner', 'encours_app', 'encours_registrar', 'encours_audit', 'temporal']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

ALTER ROLE encours_owner PASSWORD :'owner_password';
ALTER ROLE encours_app PASSWORD :'app_password';
ALTER ROLE encours_registrar PASSWORD :'registrar_password';
ALTER ROLE encours_audit PASSWORD :'audit_password';
ALTER ROLE temporal PASSWORD :'temporal_password';

-- A last wall behind the program's own limits: nothing of it holds a lock for longer.
ALTER ROLE encours_app SET statement_timeout = '30s';
ALTER ROLE encours_app SET idle_in_transaction_session_timeout = '30s';
-- Seals on the audit leave out what is younger than ten minutes: nothing of the program may take as long.
ALTER ROLE encours_app SET transaction_timeout = '5min';
ALTER ROLE encours_registrar SET transaction_timeout = '5min';
ALTER ROLE encours_audit SET default_transaction_read_only = on;
ALTER ROLE encours_audit SET statement_timeout = '5min';

SELECT format('CREATE DATABASE %I OWNER %I', name, owner)
FROM (VALUES ('encours', 'encours_owner'), ('temporal', 'temporal'), ('temporal_visibility', 'temporal')) AS wanted (name, owner)
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec

REVOKE ALL ON DATABASE encours, temporal, temporal_visibility FROM PUBLIC;
GRANT CONNECT ON DATABASE encours TO encours_app, encours_registrar, encours_audit;
SQL
