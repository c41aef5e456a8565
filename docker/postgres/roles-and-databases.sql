-- Run by a superuser in the database postgres, with the passwords in the environment. What the roles are for: docs/security.md
\getenv owner_password REFILL_OWNER_DB_PASSWORD
\getenv refill_password REFILL_DB_PASSWORD
\getenv temporal_password TEMPORAL_DB_PASSWORD

-- Owns Refill's database and its tables: for migrations, and for nothing that runs on.
CREATE ROLE refill_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
-- What the services are: reads and writes rows.
CREATE ROLE refill LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'refill_password';
CREATE ROLE temporal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'temporal_password';

CREATE DATABASE refill OWNER refill_owner;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;

-- Everybody may connect to every database, and make temporary tables in it, unless that is taken back.
REVOKE ALL ON DATABASE refill FROM PUBLIC;
REVOKE ALL ON DATABASE temporal FROM PUBLIC;
REVOKE ALL ON DATABASE temporal_visibility FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;
