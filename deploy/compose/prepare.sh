#!/bin/sh
# Every image that compose.yaml names, in the engine. Ours are built where a version is missing; official ones are pulled,
# and where that cannot be (no Docker Hub), stand-ins of the same programs are made. Prints 1 if those are to be used.
set -eu

here=$(dirname "$0")
root=$(cd "$here/../.." && pwd)
there() { docker image inspect "$1" >/dev/null 2>&1; }

# A file's NAME=image lines; the shell's variable of that name comes before, as in Compose.
named() {
    sed -n 's/^\([A-Z0-9_]*_IMAGE\)=\(.*\)/\1 \2/p' "$1" | while read -r name image; do
        eval "printf '%s\n' \"\${$name:-\$image}\""
    done
}
declared() { sed -n "s/^$1=//p" "$here/images.env"; }

registry=${TOUCHLINE_IMAGES:-$(declared TOUCHLINE_IMAGES)}
version=${TOUCHLINE_VERSION:-$(declared TOUCHLINE_VERSION)}
missing=
for name in $(sed -n 's/^ *image: ${TOUCHLINE_IMAGES}\/\([a-z-]*\):.*/\1/p' "$root/compose.yaml" | sort -u); do
    there "$registry/$name:$version" || missing="$missing $name"
done
if [ -n "$missing" ]; then make -C "$root" --no-print-directory images NAMES="${missing# }" >&2; fi

standins=${TOUCHLINE_STANDINS:-}
if [ -z "$standins" ]; then
    for image in $(named "$here/images.env"); do
        if there "$image" || docker pull --quiet "$image" >&2; then continue; fi
        echo "$image cannot be pulled: the official images are stood in for by Debian's packages" >&2
        standins=1
        break
    done
fi
if [ -n "$standins" ]; then
    for image in $(named "$here/standins.env"); do
        there "$image" && continue
        make -C "$root" --no-print-directory stand-ins >&2
        break
    done
fi
echo "$standins"
