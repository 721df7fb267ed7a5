#!/bin/sh
# Restores a dump into the empty database DATABASE_URL: scripts/restore.sh backups/base-....dump
set -eu
pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$1"
