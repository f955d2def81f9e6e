#!/usr/bin/env bash
# Installs what a goal needs on Debian and Ubuntu; elsewhere says what is wanted.
#   scripts/deps.sh build|demo|test|windows
set -euo pipefail

goal=${1:-build}

build=(gcc pkg-config libgl1-mesa-dev xorg-dev libxkbcommon-dev libwayland-dev)
demo=(xvfb openbox xdotool wmctrl imagemagick x11-utils x11-xkb-utils x11-xserver-utils libgl1-mesa-dri dbus-x11 xclip)
field=(sip-tester kamailio kamailio-tls-modules kamailio-presence-modules baresip-core sipvicious sqlite3 dovecot-imapd isync dbus gnome-keyring)
windows=(gcc-mingw-w64-x86-64)

case $goal in
  build) packages=("${build[@]}") ;;
  demo)  packages=("${build[@]}" "${demo[@]}") ;;
  test)  packages=("${build[@]}" "${demo[@]}" "${field[@]}") ;;
  windows) packages=("${windows[@]}") ;;
  *) echo "usage: $0 build|demo|test|windows" >&2; exit 2 ;;
esac

command -v go >/dev/null || { echo "Go 1.26 or newer is needed: https://go.dev/dl/" >&2; exit 1; }

# macOS and Windows bring what the panel links with a C compiler.
[ "$(uname -s)" = Linux ] || exit 0

if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian or Ubuntu. Install what these packages hold: ${packages[*]}" >&2
  exit 0
fi

missing=()
for p in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$p")
done
[ ${#missing[@]} -eq 0 ] && exit 0

sudo=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Run as root: apt-get install ${missing[*]}" >&2; exit 1; }
  sudo=(sudo)
fi
echo "Installing: ${missing[*]}"
# A server may be slow, and the machine may be installing something by itself.
patient=(-o Acquire::Retries=5 -o DPkg::Lock::Timeout=300)
"${sudo[@]}" apt-get "${patient[@]}" update -qq
# Services of installed packages are not started: tests start their own.
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
  apt-get "${patient[@]}" install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
