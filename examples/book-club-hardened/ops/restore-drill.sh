#!/usr/bin/env bash
# Takes a dump, restores it into a scratch database beside the original and compares every table's row count.
# Run it while nobody writes, or against a copy.
set -euo pipefail
here=$(dirname "$0")
url=${DATABASE_URL/+psycopg/}
scratch="drill_$$"
BACKUP_DIR=$(mktemp -d)
export BACKUP_DIR
trap 'psql -q "$url" -c "DROP DATABASE IF EXISTS $scratch"; rm -r "$BACKUP_DIR"' EXIT
counts() {
  psql -At "$1" -c "SELECT format('SELECT %L, count(*) FROM %I', tablename, tablename) FROM pg_tables
    WHERE schemaname = 'public' ORDER BY 1" | while read -r query; do psql -At "$1" -c "$query"; done
}
started=$(date +%s)
dump=$("$here/backup.sh")
psql -q "$url" -c "CREATE DATABASE $scratch"
restored=$(sed -E "s#/[^/?]+(\?|\$)#/$scratch\1#" <<< "$url")
pg_restore --no-owner --exit-on-error -d "$restored" "$dump"
diff <(counts "$url") <(counts "$restored")
echo "restored and equal after $(($(date +%s) - started)) s"
