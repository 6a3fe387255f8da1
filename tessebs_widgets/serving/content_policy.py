"""What a page of the apps may load and run: our own files, and the few scripts written in the page."""

import base64
import hashlib
import re

from tessebs_widgets.assets import ASSETS

__all__ = ["HEADERS", "content_policy"]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What every answer says beside its policy."""

_PAGE = ASSETS / "jupyter" / "voila" / "templates" / "tessebs" / "index.html.j2"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VOILAS = ("\n            voila_process(1, 1)\n          ", "\n  window.voila_finish();\n")


def content_policy() -> str:
    """The header ``Content-Security-Policy``.

    Scripts in the page run if their hash is named here, so that neither a handler in markup nor a script
    that got into a page does; widgets' modules come as ``blob:``. Styles are set by scripts all over.
    """
    scripts = [*_SCRIPT.findall(_PAGE.read_text(encoding="utf-8")), *_VOILAS]
    hashes = " ".join(f"'sha256-{_hash(each)}'" for each in scripts)
    return (
        f"default-src 'self'; script-src 'self' blob: {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
