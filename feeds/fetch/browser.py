"""Pages that scripts write, as Chromium shows them (extra: browser).

Chromium itself reaches no network: it has a proxy that is not there and a resolver that knows no name. Every request
of a page is taken from it, made by our own fetcher (so with the same checks of addresses, robots.txt, host's line and
budgets), and its answer handed back. What shows nothing, and who only watches, is not asked for.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedTooLong
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from feeds.errors import FetchError
from feeds.fetch.parts import as_ours, handed_back, is_wanted
from feeds.model import Request, Response

T = TypeVar("T")
Load = Callable[[Request], Response]

_FLAGS = [
    # Whatever gets past the interception of requests (web sockets, WebRTC, prefetching) ends here.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--max-old-space-size=256",
]
_MAX_PARTS = 150
_QUIET = 5.0
"""Seconds to wait for the page's last request, once its own scripts have run."""
_AT_ONCE = 8
"""Requests in hand for pages being rendered."""
_PAGES_AT_ONCE = 4
"""Contexts open at one time: each takes some 100 MB."""
_HARMLESS = "delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection; delete window.WebTransport;"


@dataclass
class _Rendering:
    """One page on its way."""

    page: Response  # as plain HTTP gave it
    load: Load
    seconds: float
    max_bytes: int
    user_agent: str
    language: str | None
    parts: int = 0
    bytes: int = 0
    delivered: bool = False
    refused: list[str] = field(default_factory=list)


class Browser:
    """One Chromium for a run, started when the first page needs it; a context of its own for each page. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_PAGES_AT_ONCE)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="browser-part")
        self._playwright: Any = None
        self._chromium: Any = None

    def render(
        self,
        page: Response,
        load: Load,
        *,
        seconds: float,
        max_bytes: int,
        user_agent: str,
        language: str | None = None,
    ) -> tuple[str, str]:
        """The page as it stands when its scripts have run, and its URL then.

        `page` is what plain HTTP gave; `load` fetches each part that the page asks for, from any thread.

        Raises:
            FetchError: kind "browser" where there is no browser or it failed, "timeout", "too-big".
        """
        rendering = _Rendering(page, load, seconds, max_bytes, user_agent, language)
        with self._places:
            self._start(page.final_url)
            return self._wait_for(self._render(rendering), seconds + 5, page.final_url)

    def close(self) -> None:
        """Close Chromium, whatever it is doing."""
        with self._lock:
            loop, self._loop = self._loop, None
        self._pool.shutdown(wait=False, cancel_futures=True)
        if loop:
            self._shut(loop)

    # - the thread that Chromium lives with

    def _start(self, url: str) -> None:
        with self._lock:
            if self._loop and self._chromium.is_connected():
                return
            if self._loop:  # Chromium broke down; a new one goes on
                self._shut(self._loop)
                self._loop = None
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="browser", daemon=True).start()
            try:
                asyncio.run_coroutine_threadsafe(self._launch(), loop).result(60)
            except FetchError as error:
                loop.call_soon_threadsafe(loop.stop)
                raise FetchError(error.what, where=url, mend=error.mend, kind="browser") from None
            except Exception as error:
                loop.call_soon_threadsafe(loop.stop)
                raise _failed(url, f"Chromium did not start ({_first_line(error)})") from None
            self._loop = loop

    async def _launch(self) -> None:
        try:
            from playwright.async_api import async_playwright
        except ImportError:
            mend = "pip install 'feedmill[browser]', and a Chromium: playwright install chromium, or the system's"
            raise FetchError("rendering takes the extra: browser", mend=mend) from None
        self._playwright = await async_playwright().start()
        kind = self._playwright.chromium
        own = Path(kind.executable_path).exists()
        system = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if not own and not system:
            await self._playwright.stop()
            raise FetchError("there is no Chromium here", mend="playwright install chromium, or install the system's")
        self._chromium = await kind.launch(
            executable_path=None if own else system,
            args=_FLAGS,
            chromium_sandbox=getattr(os, "geteuid", int)() != 0 or os.name == "nt",  # it does not work for root
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    def _shut(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(Exception):  # one that does not go by itself goes with its driver, and that with us
            asyncio.run_coroutine_threadsafe(self._stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)

    async def _stop(self) -> None:
        try:
            await asyncio.wait_for(self._chromium.close(), 5)
        finally:
            await asyncio.wait_for(self._playwright.stop(), 5)

    def _wait_for(self, story: Coroutine[Any, Any, T], seconds: float, url: str) -> T:
        loop = self._loop
        if loop is None:
            story.close()
            raise FetchError("the run was stopped", where=url, kind="stopped")
        future: Future[T] = asyncio.run_coroutine_threadsafe(story, loop)
        try:
            return future.result(seconds)
        except FetchError:
            raise
        except (WaitedTooLong, TimeoutError):
            future.cancel()
            raise _too_slow(url, seconds) from None
        except Exception as error:
            raise _failed(url, f"Chromium could not render the page ({_first_line(error)})") from None

    # - one page

    async def _render(self, rendering: _Rendering) -> tuple[str, str]:
        options = {"locale": rendering.language} if rendering.language else {}
        context = await self._chromium.new_context(
            user_agent=rendering.user_agent, service_workers="block", accept_downloads=False, **options
        )
        try:
            async with asyncio.timeout(rendering.seconds):
                return await self._story(context, rendering)
        except TimeoutError:
            raise _too_slow(rendering.page.final_url, rendering.seconds) from None
        finally:
            with suppress(Exception):  # the page is had or not; a context that will not close goes with Chromium
                await asyncio.wait_for(context.close(), 5)

    async def _story(self, context: Any, rendering: _Rendering) -> tuple[str, str]:
        await context.add_init_script(_HARMLESS)
        await context.route("**/*", lambda route: self._answer(route, rendering))
        await context.route_web_socket("**/*", lambda socket: socket.close())
        page = await context.new_page()
        context.on("page", lambda other: asyncio.ensure_future(other.close()))
        started = asyncio.get_running_loop().time()
        await page.goto(rendering.page.final_url, wait_until="load", timeout=rendering.seconds * 1000)
        left = rendering.seconds - (asyncio.get_running_loop().time() - started)
        with suppress(Exception):  # a page that never falls silent is taken as it stands
            await page.wait_for_load_state("networkidle", timeout=min(_QUIET, left / 2) * 1000)
        text = await self._text(context, page, rendering.max_bytes)
        if len(text.encode("utf-8", "replace")) > rendering.max_bytes:
            what = f"the rendered page has more than {rendering.max_bytes:,} bytes"
            raise FetchError(what, where=rendering.page.final_url, mend="raise fetch.max_bytes", kind="too-big")
        return text, page.url.partition("#")[0]

    async def _text(self, context: Any, page: Any, max_bytes: int) -> str:
        """The document, cut beyond the bound inside Chromium, in a world that the page's scripts cannot change."""
        devtools = await context.new_cdp_session(page)
        frame = (await devtools.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        world = await devtools.send("Page.createIsolatedWorld", {"frameId": frame})
        script = f"document.documentElement ? document.documentElement.outerHTML.slice(0, {max_bytes + 1}) : ''"
        question = {
            "expression": script,
            "contextId": world["executionContextId"],
            "returnByValue": True,
            "timeout": 5000,
        }
        found = await devtools.send("Runtime.evaluate", question)
        return "<!DOCTYPE html>" + str(found["result"].get("value", ""))

    async def _answer(self, route: Any, rendering: _Rendering) -> None:
        """Hand Chromium what our own fetcher brings, or nothing."""
        with suppress(asyncio.CancelledError, Exception):  # the page may be gone by the time its answer is there
            if not await self._fulfilled(route, rendering):
                await route.abort()

    async def _fulfilled(self, route: Any, rendering: _Rendering) -> bool:
        request = route.request
        is_page = request.is_navigation_request() and request.frame.parent_frame is None
        if is_page and not rendering.delivered and request.url.partition("#")[0] == rendering.page.final_url:
            rendering.delivered = True
            await route.fulfill(status=200, headers=handed_back(rendering.page), body=rendering.page.body)
            return True
        rendering.parts += 1
        if rendering.parts > _MAX_PARTS or not is_wanted(request, is_page=is_page):
            return False
        asked = await as_ours(request)
        try:
            part = await asyncio.get_running_loop().run_in_executor(self._pool, rendering.load, asked)
        except FetchError as error:
            if error.status and error.status >= 400:
                await route.fulfill(status=error.status, body=b"")
                return True
            return False
        rendering.bytes += len(part.body)
        if rendering.bytes > 3 * rendering.max_bytes:
            return False
        await route.fulfill(status=200, headers=handed_back(part), body=part.body)
        return True


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _failed(url: str, what: str) -> FetchError:
    return FetchError(what, where=url, kind="browser")


def _too_slow(url: str, seconds: float) -> FetchError:
    mend = "raise fetch.timeout if the page is slow by nature"
    return FetchError(f"the page was not rendered within {seconds:.0f} seconds", where=url, mend=mend, kind="timeout")
