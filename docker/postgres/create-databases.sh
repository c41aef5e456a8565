#!/bin/bash
# Run once, when the data folder is empty: a role and databases for Refill, and for Temporal.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv refill_password REFILL_DB_PASSWORD
\getenv temporal_password TEMPORAL_DB_PASSWORD

CREATE ROLE refill LOGIN PASSWORD :'refill_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';

CREATE DATABASE refill OWNER refill;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;

REVOKE CONNECT ON DATABASE refill FROM PUBLIC;
REVOKE CONNECT ON DATABASE temporal FROM PUBLIC;
REVOKE CONNECT ON DATABASE temporal_visibility FROM PUBLIC;
SQL
