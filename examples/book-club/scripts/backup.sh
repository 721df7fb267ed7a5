#!/bin/sh
# Saves the database to backups/. Run it now and then.
set -eu
mkdir -p backups
file="backups/book-club-$(date -u +%Y%m%dT%H%M%SZ).sql"
pg_dump --no-owner --table=users --table=books --table=clubs --table=notes --file="$file" \
  "$(echo "$DATABASE_URL" | sed s/+psycopg//)"
