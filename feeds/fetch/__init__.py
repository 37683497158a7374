"""Request → Response: the only door to the network. See README.md for what it promises."""

from feeds.fetch.fetcher import Fetcher
from feeds.fetch.memory import HostMemory

__all__ = ["Fetcher", "HostMemory"]
