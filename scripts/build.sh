#!/bin/sh
# Builds dist, if anything that it is made of has changed since the last time. What is in it no longer leaves only when the new
# outputs are there, so that a server that runs from it never misses a file.
set -eu

if [ -f dist/.built ] && [ -z "$(find src scripts/bundle.mjs nest-cli.json tsconfig*.json package-lock.json -newer dist/.built)" ]; then
  exit 0
fi
started=$(mktemp)
compiled=$(mktemp)
trap 'rm -f "$started" "$compiled"' EXIT
nest build
touch "$compiled"
node scripts/bundle.mjs
find dist -type f ! -newer "$started" -delete
find dist -type f -name '*.js*' ! -path '*/assets/*' ! -newer "$compiled" -delete
find dist -depth -type d -empty -delete
# The time of the start, not of the end: what was edited meanwhile is newer.
touch -r "$started" dist/.built
