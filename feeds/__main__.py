"""`python -m feeds`: the `feedmill` command where its folder is on no PATH, as in a cron job."""

from __future__ import annotations

from feeds.cli import main

if __name__ == "__main__":
    main(prog_name="feedmill")
