#!/bin/bash
# Run once, when the data folder is empty: roles and databases for Refill, and for Temporal.
set -euo pipefail

folder=${REFILL_SQL_DIR:-/refill}
run() {
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$1" --file "$2"
}

run postgres "$folder/roles-and-databases.sql"
run refill "$folder/refill-rights.sql"
