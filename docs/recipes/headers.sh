#!/bin/sh
# Netlify: writes public/_headers with one rule a file, since its wildcards end a path.
# Run it after each build:   feedmill build; sh headers.sh public
set -eu
cd "${1:-public}"

rule() {
    printf '/%s\n  Content-Type: %s; charset=utf-8\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n' "$1" "$2"
    case $1 in
    */archive-*) printf '  Cache-Control: public, max-age=31536000, immutable\n' ;;
    *) printf '  Cache-Control: public, max-age=300\n' ;;
    esac
}

find . -type f | sed 's|^\./||' | LC_ALL=C sort | while read -r name; do
    case $name in
    health.json) rule "$name" application/json ;;
    *.atom) rule "$name" application/atom+xml ;;
    *.rss) rule "$name" application/rss+xml ;;
    *.json) rule "$name" application/feed+json ;;
    *.opml) rule "$name" text/x-opml ;;
    esac
done >.headers.new
mv .headers.new _headers
