"""The console's built files, kept in memory with their headers; unbuilt, a page that says how to build it."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chassis.refusal import NotFound
from chassis.settings import Settings
from chassis.web.problems import refused
from services.gateway.settings import GatewaySettings

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
BUILT = ".vite"  # the build's manifest, read by build/size.ts alone
WORTH_ZIPPING = 1024
ZIPPED = ("text/", "application/json", "application/javascript", "image/svg")

UNBUILT = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>工会县域平台</title>
<h1>页面尚未构建</h1>
<p>请在项目目录运行 <code>make setup</code> 构建控制台，再重新启动网关。接口已可使用。</p>
<h2 lang="en">The console is not built</h2>
<p lang="en">Run <code>make setup</code> in the project's folder and start the gateway again. The interfaces answer.</p>
</html>
"""


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    body: bytes
    zipped: bytes | None
    kind: str
    etag: str
    caching: str


def content_policy(issuer: str) -> str:
    """Content-Security-Policy of the page: nothing is loaded from elsewhere, no script or style stands inline.

    Only the issuer may be called beside this origin. `chassis.web.guarding` says what every answer says.
    """
    parts = urlsplit(issuer)
    issuer_origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": f"'self' {issuer_origin}",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "frame-ancestors": "'none'",
        "form-action": f"'self' {issuer_origin}",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in policy.items())


class Console:
    """Answers every path that nothing else answers: a file, or the page itself for the page's own addresses."""

    def __init__(self, settings: Settings, own: GatewaySettings) -> None:
        self._settings = settings
        self._own = own
        self._policy = content_policy(settings.oidc_issuer)
        self._files = _read(own.console_dist)
        self._page = self._files.get("index.html") or _file("index.html", UNBUILT.encode())

    @property
    def built(self) -> bool:
        """Whether the page has been built."""
        return "index.html" in self._files

    def routes(self) -> list[Route]:
        """/config.json and everything else; mount them last."""
        return [
            Route("/config.json", self.config, methods=["GET"]),
            Route("/{path:path}", self.file, methods=["GET"]),
        ]

    async def config(self, _: Request) -> Response:
        """What the page must know before anybody is signed in."""
        settings = self._settings
        told = {
            "issuer": settings.oidc_issuer,
            "clientId": settings.oidc_client_id,
            "audience": settings.oidc_audience,
            "county": self._own.county,
        }
        if self._own.oidc_resource:
            told["resource"] = self._own.oidc_resource
        if self._own.oidc_scope:
            told["scope"] = self._own.oidc_scope
        return Response(orjson.dumps(told), media_type="application/json")

    async def file(self, request: Request) -> Response:
        """A file of the console; the page for an address without a suffix."""
        path: str = request.path_params["path"]
        found = self._files.get(path)
        if found is None:
            if "." in path.rpartition("/")[2] or path.startswith(("api/", "assets/", "log", "witness")):
                return refused(NotFound())
            found = self._page
        headers = {"Cache-Control": found.caching, "ETag": found.etag, "Vary": "Accept-Encoding"}
        headers["Content-Security-Policy"] = self._policy
        if request.headers.get("if-none-match") == found.etag:
            return Response(status_code=304, headers=headers)
        if found.zipped and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(found.zipped, headers={**headers, "Content-Encoding": "gzip"}, media_type=found.kind)
        return Response(found.body, headers=headers, media_type=found.kind)


def _read(dist: Path) -> dict[str, File]:
    """The built files by their path under the folder, but for what the build says to others: documents, manifest."""
    if not (dist / "index.html").is_file():
        return {}
    return {
        path.relative_to(dist).as_posix(): _file(path.relative_to(dist).as_posix(), path.read_bytes())
        for path in sorted(dist.rglob("*"))
        if path.is_file() and path.name != "documents.json" and BUILT not in path.parts
    }


def _file(name: str, body: bytes) -> File:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind == "application/javascript":
        kind += "; charset=utf-8"
    zipped = gzip.compress(body, 9, mtime=0) if len(body) > WORTH_ZIPPING and kind.startswith(ZIPPED) else None
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    return File(body, zipped, kind, etag, FOR_EVER if name.startswith("assets/") else ASK_AGAIN)
