#!/usr/bin/env bash
# One dump into BACKUP_DIR, readable by nobody else; keeps the newest 30.
set -euo pipefail
umask 077
url=${DATABASE_URL/+psycopg/}
target="$BACKUP_DIR/bookclub-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --file="$target.part" "$url"
pg_restore --list "$target.part" > /dev/null
mv "$target.part" "$target"
find "$BACKUP_DIR" -name 'bookclub-*.dump' | sort -r | tail -n +31 | xargs -r rm --
echo "$target"
