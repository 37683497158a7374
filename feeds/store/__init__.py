"""What we remember between runs: SQLite or PostgreSQL, the one door to SQLAlchemy."""

from feeds.store.store import Hosts, Store, open_store
from feeds.store.writing import StoreConflictError

__all__ = ["Hosts", "Store", "StoreConflictError", "open_store"]
