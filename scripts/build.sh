#!/bin/sh
# Builds dist, if anything that it is made of has changed since the last time. Outputs of removed sources leave dist only when
# the new ones are there, so that a server that runs from it never misses a file.
set -eu

if [ -f dist/.built ] && [ -z "$(find src nest-cli.json tsconfig*.json package-lock.json -newer dist/.built)" ]; then
  exit 0
fi
started=$(mktemp)
trap 'rm -f "$started"' EXIT
nest build
find dist -type f ! -newer "$started" -delete
# The time of the start, not of the end: what was edited meanwhile is newer.
touch -r "$started" dist/.built
