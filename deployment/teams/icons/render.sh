#!/usr/bin/env bash
# Renders color.png and outline.png from their SVG sources with Chromium. Run it after a change and look at both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for icon in color:192 outline:32; do
  name=${icon%:*} size=${icon#*:}
  printf '<body style="margin:0"><img style="display:block" src="file://%s/%s.svg">' "$PWD" "$name" >"$work/$name.html"
  "${DIALCLIP_CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --force-device-scale-factor=1 --user-data-dir="$work/profile" \
    --default-background-color=00000000 --window-size="$size,$size" \
    --screenshot="$PWD/$name.png" "file://$work/$name.html" 2>/dev/null
done
