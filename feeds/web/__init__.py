"""The published folder over HTTP (extra: serve): `feeds.web.serve` is its door."""
