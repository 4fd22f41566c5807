#!/bin/sh
# Install what the tests drive the way this machine can: Debian's packages, as root or through sudo.
# Chromium for the pages, and its shell, which opens one at half the cost; coturn, nftables and iproute2 for
# calls between homes that cannot reach each other, which only root can build; redis-tools, a Redis with TLS;
# nginx and caddy, to be reached through; poppler-utils, to read what was printed.
set -eu
has() { command -v "$1" >/dev/null; }
root() { [ "$(id -u)" = 0 ]; }

has chromium && has chromium-headless-shell && { { has turnserver && has redis-check-rdb && has nginx && has caddy && has pdftotext; } || ! root; } && exit 0
if root; then sudo=; elif has sudo; then sudo=sudo; else sudo=none; fi
if [ "$sudo" = none ] || ! has apt-get; then
  has chromium || has chromium-headless-shell && exit 0
  echo "The browser tests need Chromium; install it with your package manager (Debian: chromium)." >&2
  exit 1
fi
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends \
  chromium chromium-headless-shell coturn nftables iproute2 redis-tools nginx caddy poppler-utils
