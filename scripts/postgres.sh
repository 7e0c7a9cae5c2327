#!/usr/bin/env bash
# Run a command with DATABASE_URL naming a fresh PostgreSQL, which lives as long as the command:
#   scripts/postgres.sh .venv/bin/python -m pytest tests/unit/ledger
# Debian's postgresql is installed where it is missing and we may. Where there is none to be had, this says so loudly
# and ends well, except under YUHENG_CI=1, where it fails: there, a suite that did not run is a suite that failed.
set -euo pipefail

without() {
  echo "===================================================================" >&2
  echo "NOT RUN on PostgreSQL: $1" >&2
  echo "  $*" >&2
  echo "===================================================================" >&2
  [ "${YUHENG_CI:-}" = 1 ] && exit 1
  exit 0
}

server_folder() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

bin=$(server_folder)
if [ -z "$bin" ] && command -v initdb >/dev/null; then bin=$(dirname "$(command -v initdb)"); fi
if [ -z "$bin" ]; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || without "no server is installed (apt-get install postgresql)"
  mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >&2 \
    || without "apt-get could not install it"
  bin=$(server_folder)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/yuheng-pg-XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || without "the server does not run as root, and there is no user postgres"
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U yuheng --auth=trust --encoding=UTF8 --locale=C >"$folder/initdb.log" 2>&1 \
  || { cat "$folder/initdb.log" >&2; without "initdb failed"; }
# What a test can do without: syncing. The durability of PostgreSQL is not what is being tested.
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
  -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off" start >/dev/null \
  || { cat "$folder/server.log" >&2; without "the server did not start"; }
"${as[@]}" "$bin/createdb" -h "$folder" -U yuheng yuheng
cd "$OLDPWD"
chmod 755 "$folder"
DATABASE_URL="postgresql://yuheng@/yuheng?host=$folder" "$@"
