#!/usr/bin/env bash
# Starts the practice company and opens the panel on it. Without a display the
# same runs under Xvfb and plays one story by itself.
#   scripts/demo.sh [--screens DIR]
# DIR gets a picture of every window instead.
set -euo pipefail
cd "$(dirname "$0")/.."

screens=''
while [ $# -gt 0 ]; do
  case $1 in
    --screens) mkdir -p "$2"; screens=$(cd "$2" && pwd); shift 2 ;;
    *) echo "usage: $0 [--screens DIR]" >&2; exit 2 ;;
  esac
done

bin=$PWD/build/bin
out=$PWD/build/demo

if [ -z "$screens" ] && { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" != Linux ]; }; then
  exec "$bin/pultstand" show --panel "$bin/pult" --home "$out/home"
fi

scripts/deps.sh demo
rm -rf "$out"
mkdir -p "$out"

# A free display, a window manager and a session bus of our own; all end with us.
exec 3<>"$out/display"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 2>"$out/xvfb.log" &
xvfb=$!
trap 'kill $xvfb 2>/dev/null || true' EXIT
for _ in $(seq 600); do
  number=$(cat "$out/display"); [ -n "$number" ] && break
  read -r -t 0.1 <> <(:) || true
done
[ -n "${number:-}" ] || { echo "Xvfb does not start, see $out/xvfb.log" >&2; exit 1; }

export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1 LANG=ru_RU.UTF-8
unset WAYLAND_DISPLAY
# Managers type Russian: keys and shortcuts are tried in their layout.
setxkbmap ru
# A key that a busy machine lets up late must not be struck again by itself.
xset r off
xsetroot -solid '#5B6570'
dbus-run-session -- bash -c '
  openbox >"$1/openbox.log" 2>&1 & wm=$!
  trap "kill $wm 2>/dev/null || true" EXIT
  if [ -n "$3" ]; then
    FYNE_SCALE=1.25 "$2/pultstand" screens --panel "$2/pult" --console "$2/pultctl" --home "$1/home" --out "$3"
  else
    "$2/pultstand" story --panel "$2/pult" --console "$2/pultctl" --home "$1/home" --out "$1"
  fi
' story "$out" "$bin" "$screens"
