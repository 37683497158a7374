"""Secure connections: bad certificates are said in words (see test_hostile_server.py too), good ones work."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(not OPENSSL, reason="needs the openssl command to make certificates")


def _certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for 127.0.0.1 and its key, in one file."""
    assert OPENSSL
    key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
    subject = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = [OPENSSL, "req", "-x509", *curve, "-days", "2", *subject, "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / f"{name}.pem"
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    return both


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tls")
    return {name: _certificate(folder, name) for name in ("server", "client")}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"secure")

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Handshakes that fail are what some tests are about."""


def _serve(certificates: dict[str, Path], *, ask_for_client: bool) -> tuple[_Server, str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server"])
    if ask_for_client:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(certificates["client"])
    server = _Server(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, f"https://127.0.0.1:{server.server_port}/"


@pytest.fixture
def secure(certificates: dict[str, Path]) -> Iterator[str]:
    server, url = _serve(certificates, ask_for_client=False)
    yield url
    server.shutdown()
    server.server_close()


@pytest.fixture
def guarded(certificates: dict[str, Path]) -> Iterator[str]:
    server, url = _serve(certificates, ask_for_client=True)
    yield url
    server.shutdown()
    server.server_close()


def test_a_certificate_of_an_unknown_authority_is_refused_in_words(secure: str, get: Any) -> None:
    with pytest.raises(FetchError, match="the host's certificate is not good: self-signed certificate") as caught:
        get(secure)
    assert caught.value.kind == "tls"
    assert "fetch.ca_certificates" in caught.value.mend


def test_the_operator_may_name_an_authority(secure: str, get: Any, certificates: dict[str, Path]) -> None:
    assert get(secure, ca_certificates=str(certificates["server"])).body == b"secure"
    with pytest.raises(FetchError, match="certificate"):
        get(secure)  # and it is trusted for that site alone, connection kept or not


def test_a_host_may_ask_for_our_own_certificate(guarded: str, get: Any, certificates: dict[str, Path]) -> None:
    options = {"ca_certificates": str(certificates["server"])}
    assert get(guarded, client_certificate=str(certificates["client"]), **options).body == b"secure"
    with pytest.raises(FetchError) as caught:
        get(guarded, **options)
    assert caught.value.kind in ("tls", "connection")


def test_a_certificate_file_that_is_not_there_is_named(secure: str, get: Any) -> None:
    with pytest.raises(FetchError, match=r"nowhere\.pem") as caught:
        get(secure, client_certificate="nowhere.pem")
    assert "fetch.client_certificate" in str(caught.value)
