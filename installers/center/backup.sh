#!/bin/sh
# Copies the center's books and key into a new folder below the one given, while the center keeps working.
set -eu
umask 077

books=${QINGJIANG_DIR:-/var/lib/qingjiang}
if [ $# -ne 1 ]; then
    echo "Where to? For example: $0 /srv/backup" >&2
    exit 1
fi
copy="$1/$(date -u +%Y%m%dT%H%M%S)"
mkdir -p "$copy"

for database in "$books"/*.db; do
    name=$(basename "$database")
    sqlite3 "$database" ".timeout 10000" "VACUUM INTO '$copy/$name'"
    verdict=$(sqlite3 "$copy/$name" "PRAGMA integrity_check")
    if [ "$verdict" != ok ]; then
        echo "The copy of $name is damaged: $verdict" >&2
        exit 1
    fi
done

# Everything else is small and never changes while the center runs: its key above all.
for file in "$books"/*; do
    case $file in
    *.db | *.db-wal | *.db-shm) ;;
    *) cp -a "$file" "$copy/" ;;
    esac
done
echo "$copy"
