#!/bin/sh
# Saves the database to backups/. Run it before you change anything big.
set -eu
mkdir -p backups
file="backups/corner-shop-$(date -u +%Y%m%dT%H%M%SZ).sql"
pg_dump --no-owner --table=users --table=products --table=orders --file="$file" "$DATABASE_URL"
echo "$file"
