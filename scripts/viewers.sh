#!/usr/bin/env bash
# Install what the tests look through, where it is missing and this machine is a Debian that we may change: Chromium for
# the flows in a browser, LibreOffice Calc and Writer as a second reader of our workbooks and documents.
set -euo pipefail
missing=()
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing+=(chromium fonts-noto-cjk)
office=$(dirname "$(readlink -f "$(command -v soffice || echo /usr/lib/libreoffice/program/soffice)")")
[ -e "$office/libsclo.so" ] || missing+=(libreoffice-calc-nogui)
[ -e "$office/libswlo.so" ] || missing+=(libreoffice-writer-nogui)
[ ${#missing[@]} -gt 0 ] || exit 0

without() {
  echo "===================================================================" >&2
  echo "NOT INSTALLED: ${missing[*]}: $1; tests that need them are skipped" >&2
  echo "===================================================================" >&2
  [ "${CI:-}${YUHENG_CI:-}" = "" ] && exit 0
  exit 1
}

command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || without "this is no Debian that we may change"
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; } \
  || without "apt-get could not install them"
