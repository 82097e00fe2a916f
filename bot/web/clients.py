"""Who calls: the address behind trusted balancers, and the salted hash that limits count by."""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import web

from bot.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Clients:
    """Finds a caller's address and turns it into a key that cannot be turned back.

    The salt is random, lives in memory alone and changes every day (UTC), so that a key of
    yesterday says nothing today and nothing at all once the process ends.
    """

    def __init__(self, trusted: Sequence[Network], clock: Callable[[], datetime]) -> None:
        self._trusted = trusted
        self._clock = clock
        self._day: object = None
        self._salt = b""

    def address(self, request: web.BaseRequest) -> Address | None:
        """The caller's address; None when there is none (a local socket).

        `X-Forwarded-For` is read from its right end for as long as trusted balancers speak: what
        stands further left was written by the caller.
        """
        peer = _parse(request.remote)
        hops = [
            hop.strip()
            for header in request.headers.getall("X-Forwarded-For", [])
            for hop in header.split(",")
        ]
        while peer is not None and self._trusts(peer) and hops:
            before = _parse(hops.pop())
            if before is None:
                break
            peer = before
        return peer

    def forwarded_unasked(self, request: web.BaseRequest) -> bool:
        """True when a balancer that is not configured stands before this server."""
        peer = _parse(request.remote)
        return "X-Forwarded-For" in request.headers and (peer is None or not self._trusts(peer))

    def behind_tls(self, request: web.BaseRequest) -> bool:
        """True when the caller's connection is encrypted, here or at a trusted balancer."""
        peer = _parse(request.remote)
        if peer is not None and self._trusts(peer):
            proto = request.headers.get("X-Forwarded-Proto", "")
            return proto.rpartition(",")[2].strip().lower() == "https"
        return request.secure

    def key(self, request: web.BaseRequest) -> str:
        """The keyed hash of the caller's address (of the /64 network for IPv6), 32 hex digits."""
        today = self._clock().date()
        if today != self._day:
            self._day, self._salt = today, secrets.token_bytes(32)
        address = self.address(request)
        if isinstance(address, ipaddress.IPv6Address):
            # One subscriber owns a whole /64; a single address of it limits nobody.
            packed = address.packed[:8]
        else:
            packed = address.packed if address else b"local"
        return hmac.new(self._salt, packed, hashlib.sha256).hexdigest()[:32]

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _parse(text: str | None) -> Address | None:
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
