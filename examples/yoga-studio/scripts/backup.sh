#!/bin/sh
# Saves the database to backups/. Run it before you change anything big.
set -eu
mkdir -p backups
file="backups/yoga-studio-$(date -u +%Y%m%dT%H%M%SZ).sql"
pg_dump --no-owner --table=users --table=teachers --table=classes --table=bookings --file="$file" "$DATABASE_URL"
echo "$file"
