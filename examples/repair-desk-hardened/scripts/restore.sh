#!/bin/sh
# Restores a dump into the empty database DATABASE_URL: scripts/restore.sh backups/repair-desk-....dump
set -eu
: "${DATABASE_URL:?DATABASE_URL must be set}"
pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$1"
