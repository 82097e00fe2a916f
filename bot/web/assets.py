"""Pages and static files, held in memory with their gzip form and ETag."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

# Only these leave the server, whatever else lies in the folder.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, its gzip form (None when that is not smaller), type and ETag value."""

    body: bytes
    packed: bytes | None
    content_type: str
    etag: str
    stamp: tuple[int, int]


class Assets:
    """The files of one flat folder; a changed file is read again at the next request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, Asset] = {}

    def get(self, name: str) -> Asset | None:
        """The file of this name, or None: names with a path or of another type do not exist."""
        path = self._folder / name
        content_type = TYPES.get(path.suffix)
        if content_type is None or path.name != name or name.startswith("."):
            return None
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            held = self._held.get(name)
            if held is None or held.stamp != stamp:
                held = self._held[name] = _read(path, content_type, stamp)
        except (OSError, ValueError):
            return None
        return held


def _read(path: Path, content_type: str, stamp: tuple[int, int]) -> Asset:
    body = path.read_bytes()
    packed = gzip.compress(body, mtime=0)
    return Asset(
        body=body,
        packed=packed if len(packed) < len(body) else None,
        content_type=content_type,
        etag=hashlib.sha256(body).hexdigest()[:32],
        stamp=stamp,
    )
