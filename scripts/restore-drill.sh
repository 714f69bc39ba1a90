#!/bin/sh
# Dumps a database, restores it into an empty one, and compares every row of every table. Needs pg_dump, pg_restore and psql of
# at least the server's version.
#
#   scripts/restore-drill.sh <url of the database> <url of an empty database>
set -eu

source=${1:?usage: scripts/restore-drill.sh <url of the database> <url of an empty database>}
target=${2:?usage: scripts/restore-drill.sh <url of the database> <url of an empty database>}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$1" --command "$2"; }

# A line for each table: its name, how many rows it has, and a hash of all of them, whatever order they lie in. Unlogged tables
# hold what may be lost, and are empty after a restore.
fingerprint() {
  ask "$1" "select format('select %L, count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from %I.%I t;',
      nspname || '.' || relname, nspname, relname)
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and relpersistence = 'p' and nspname in ('public', 'pgboss') order by 1" |
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$1"
}

[ "$(ask "$target" "select count(*) from pg_class join pg_namespace n on n.oid = relnamespace where relkind = 'r' and nspname = 'public'")" = 0 ] ||
  { echo 'The target is not empty: nothing was done.'; exit 2; }

# One snapshot for both, or what is written meanwhile would look like a loss: so let the source rest, or use a copy.
fingerprint "$source" >"$scratch/before"
pg_dump --format=custom --file="$scratch/dump" --dbname="$source"
pg_restore --no-owner --exit-on-error --dbname="$target" "$scratch/dump"
fingerprint "$target" >"$scratch/after"

diff "$scratch/before" "$scratch/after" || { echo 'What was restored is not what there was.'; exit 1; }
echo "$(wc -l <"$scratch/after") tables, $(awk -F'|' '{ rows += $2 } END { print rows }' "$scratch/after") rows: all there."
