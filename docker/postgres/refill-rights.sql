-- Run by a superuser in the database refill; may be run again. What the role refill may do there: rows, and no more.
GRANT CONNECT ON DATABASE refill TO refill;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO refill;

-- For the tables that migrations make from now on: no TRUNCATE, no REFERENCES, no TRIGGER, no ownership.
ALTER DEFAULT PRIVILEGES FOR ROLE refill_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO refill;
ALTER DEFAULT PRIVILEGES FOR ROLE refill_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO refill;

-- For those that are there.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO refill;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO refill;
