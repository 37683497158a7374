"""`feedmill serve`: the published folder over HTTP, the sites refreshed beside it (extra: serve).

Every answer comes from files that were published, or from counters: no endpoint takes an address from a visitor.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from feeds.model import SiteHealth
from feeds.publish import FOR_EVER, is_immutable
from feeds.web.files import Served, find
from feeds.web.metrics import MEDIA_TYPE, Metrics
from feeds.web.pace import FRESH, Schedule
from feeds.web.refresh import Refresher

__all__ = ["Schedule", "create_app", "listen", "serve", "server"]

PATIENCE = 30.0
"""Seconds that a stop waits for the round under way."""
_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def create_app(
    folder: Path,
    *,
    refresh: Callable[[], object] | None = None,
    every: timedelta = timedelta(minutes=1),
    health: Callable[[], Sequence[SiteHealth]] = tuple,
    fresh_for: Callable[[str], timedelta] = lambda _stem: FRESH,
    patience: float = PATIENCE,
) -> Starlette:
    """The server as an ASGI application.

    folder: the published folder. refresh: one round over the sites that are due, called every `every` in a thread of
    its own. health: the sites' state, for /health and /metrics. fresh_for: how long the files of a feed (by the first
    part of their name) may be cached. patience: seconds that a stop waits for the round under way.
    """
    metrics = Metrics()
    refresher = Refresher(refresh, every, metrics) if refresh else None

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if refresher:
            refresher.start()
        yield
        if refresher:
            await run_in_threadpool(refresher.stop, patience)

    def file(request: Request) -> Response:
        name = request.path_params["name"] or "index.html"
        served = find(folder, name)
        if served is None:
            return _count(metrics, PlainTextResponse("There is no such file here.\n", 404, _SAFE_HEADERS))
        caching = FOR_EVER if is_immutable(name) else _caching(fresh_for(_stem(name)))
        return _count(metrics, _answer(request, served, caching))

    def state(_request: Request) -> Response:
        sites = health()
        troubled = [site.slug for site in sites if site.trouble]
        alive = refresher is None or refresher.is_alive
        body = {"ok": alive, "sites": len(sites), "in_trouble": troubled}
        return JSONResponse(body, 200 if alive else 503, {"Cache-Control": "no-store", **_SAFE_HEADERS})

    def measured(_request: Request) -> Response:
        return Response(metrics.text(health()), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    routes = [Route("/health", state), Route("/metrics", measured), Route("/{name:path}", file)]
    return Starlette(routes=routes, lifespan=lifespan)


def listen(host: str, port: int) -> socket.socket:
    """A socket that visitors can knock at; port 0: one that the system picks. Raises OSError where there is none."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer until SIGINT or SIGTERM; what is being answered then is finished."""
    with suppress(KeyboardInterrupt):  # that is how uvicorn passes Ctrl-C on, when all is done
        server(app).run(sockets=[listening])


def server(app: Starlette, *, host: str = "127.0.0.1", port: int = 8000) -> uvicorn.Server:
    """The server before it runs; on this machine alone unless told otherwise."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="on",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=500,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=10,
        log_level="warning",
    )
    return uvicorn.Server(config)


def _answer(request: Request, served: Served, caching: str) -> Response:
    coding = served.best(request.headers.get("accept-encoding", ""))
    headers = {
        "ETag": served.etag(coding),
        "Last-Modified": served.last_modified,
        "Cache-Control": caching,
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",  # feeds are read by web pages too
        **_SAFE_HEADERS,
    }
    if _is_not_modified(request.headers, served):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(served.bodies[coding], media_type=None, headers={**headers, "Content-Type": served.media_type})


def _is_not_modified(headers: Mapping[str, str], served: Served) -> bool:
    """RFC 9110, section 13: If-None-Match decides where it is given, compared weakly."""
    if (wanted := headers.get("if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")[:50]}
        return "*" in tags or not tags.isdisjoint(served.etag(coding) for coding in served.bodies)
    # Dates are compared as texts: a client sends back what it was given.
    return headers.get("if-modified-since") == served.last_modified


def _caching(fresh: timedelta) -> str:
    return f"public, max-age={max(0, int(fresh.total_seconds()))}"


def _stem(name: str) -> str:
    return name.partition("/")[0].partition(".")[0]


def _count(metrics: Metrics, response: Response) -> Response:
    metrics.count_response(response.status_code)
    return response
