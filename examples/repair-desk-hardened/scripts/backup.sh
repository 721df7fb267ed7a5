#!/bin/sh
# Writes one compressed dump of DATABASE_URL and removes those older than 30 days.
set -eu
: "${DATABASE_URL:?DATABASE_URL must be set}"
directory="${BACKUP_DIR:-backups}"
mkdir -p "$directory"
file="$directory/repair-desk-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --no-owner --file="$file.partial" "$DATABASE_URL"
pg_restore --list "$file.partial" > /dev/null
mv "$file.partial" "$file"
find "$directory" -name 'repair-desk-*.dump' -mtime +30 -delete
echo "$file"
