#!/bin/sh
# Install what the tests drive the way this machine can: Debian's packages, as root or through sudo.
# Chromium for the pages; coturn, nftables and iproute2 for calls between homes that cannot reach each other.
set -eu
if [ "$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; else
  echo "The browser tests need Chromium. Install it: apt-get install chromium" >&2
  exit 1
fi
command -v apt-get >/dev/null || { echo "The browser tests need Chromium; install it with your package manager." >&2; exit 1; }
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium coturn nftables iproute2
