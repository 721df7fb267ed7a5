#!/bin/sh
# Copies the photos of the bucket into $BACKUP_DIR/photos.
set -eu
supabase storage cp --recursive --experimental ss:///photos "${BACKUP_DIR:-backups}/photos"
