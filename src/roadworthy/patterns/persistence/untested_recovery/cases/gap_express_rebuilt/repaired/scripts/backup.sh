#!/bin/sh
# One dump of DATABASE_URL into BACKUP_DIR; prints its path.
set -eu
directory="${BACKUP_DIR:-backups}"
mkdir -p "$directory"
file="$directory/base-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --no-owner --file="$file" "$DATABASE_URL"
echo "$file"
