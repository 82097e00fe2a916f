"""The rest of the web, on loopback: a page of somebody else, and every page one leaves for.

Real servers, because a request that the browser's driver holds back for `page.route` is lost when
the page is left meanwhile, which is no browser's way.
"""

import ssl
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

# A page of somebody else, on which the widget stands.
SCHOOL = "http://school.test"
WEATHER = "<title>Weather</title>sunny"


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:  # http.server's name for it
        """The same page for every address."""
        body = self.server.body.encode()
        self.send_response(200)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            **self.server.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    """One page, on a port of its own."""

    daemon_threads = True

    def __init__(self, body: str) -> None:
        self.body = body
        self.headers: Mapping[str, str] = {}
        super().__init__(("127.0.0.1", 0), _Handler)


class Elsewhere:
    """`SCHOOL` shows what `shows` was given last, everything on https the weather."""

    def __init__(self) -> None:
        self._school, self._weather = _Server(""), _Server(WEATHER)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("elsewhere.test").configure_cert(context)
        self._weather.socket = context.wrap_socket(
            self._weather.socket, server_side=True, do_handshake_on_connect=False
        )

    @property
    def flags(self) -> list[str]:
        """How Chromium finds the way here; nothing of it reaches the network."""
        rules = (
            f"MAP school.test:80 127.0.0.1:{self._school.server_port},"
            f"MAP *:443 127.0.0.1:{self._weather.server_port}"
        )
        return [f"--host-resolver-rules={rules}", "--ignore-certificate-errors"]

    def start(self) -> "Elsewhere":
        """Serve, each in a thread."""
        for server in (self._school, self._weather):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        """End both."""
        for server in (self._school, self._weather):
            server.shutdown()
            server.server_close()

    def shows(self, body: str, headers: Mapping[str, str] | None = None) -> None:
        """The school's page from now on."""
        self._school.body, self._school.headers = body, headers or {}
