#!/bin/sh
# Takes a dump, restores it into a scratch database beside the original and compares every table's row count.
# Run it while nobody writes, or against a copy.
set -eu
: "${DATABASE_URL:?DATABASE_URL must be set}"
here=$(dirname "$0")
scratch="drill_$$"
BACKUP_DIR=$(mktemp -d)
export BACKUP_DIR
trap 'psql -q "$DATABASE_URL" -c "DROP DATABASE IF EXISTS $scratch"; rm -r "$BACKUP_DIR"' EXIT
counts() {
  psql -At "$1" -c "SELECT format('SELECT %L, count(*) FROM %I', tablename, tablename) FROM pg_tables
    WHERE schemaname = 'public' ORDER BY 1" | while read -r query; do psql -At "$1" -c "$query"; done
}
started=$(date +%s)
dump=$("$here/backup.sh")
psql -q "$DATABASE_URL" -c "CREATE DATABASE $scratch"
restored=$(echo "$DATABASE_URL" | sed -E "s#/[^/?]+(\?|\$)#/$scratch\1#")
DATABASE_URL="$restored" "$here/restore.sh" "$dump"
counts "$DATABASE_URL" > "$BACKUP_DIR/original"
counts "$restored" > "$BACKUP_DIR/restored"
diff "$BACKUP_DIR/original" "$BACKUP_DIR/restored"
echo "restored and equal after $(($(date +%s) - started)) s"
