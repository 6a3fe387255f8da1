"""The doors' own pages: no script at all, nothing kept by the browser, one place that they may lead to."""

import secrets
from typing import Any
from urllib.parse import urlsplit

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join

__all__ = ["DoorPage", "safe_next"]


def safe_next(wanted: str, base_url: str) -> str:
    r"""Where to go after the login: a path of this server, whatever the address asked for.

    Examples
    --------
    >>> safe_next("/triage?tic=1001", "/"), safe_next("//evil.example", "/"), safe_next("/a\\b", "/")
    ('/triage?tic=1001', '/', '/')
    """
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return base_url
    odd = "\\" in wanted or not wanted.isprintable() or wanted != wanted.strip()
    away = parts.scheme or parts.netloc or not wanted.startswith(base_url) or wanted.startswith("//")
    climbing = ".." in parts.path.split("/") or "%2e" in parts.path.lower()
    ours = {url_path_join(base_url, each) for each in ("login", "logout")}
    return base_url if odd or away or climbing or parts.path in ours else wanted


class DoorPage(JupyterHandler):
    """A page that anybody may see, with a form that only this server's own page can send."""

    _stale = False

    @property
    def content_security_policy(self) -> str:
        """Our own style and our own forms, and nothing else."""
        return (
            f"default-src 'none'; style-src 'nonce-{self._nonce}'; img-src data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )

    @property
    def _nonce(self) -> str:
        return str(self.__dict__.setdefault("_drawn_nonce", secrets.token_urlsafe(18)))

    def check_xsrf_cookie(self) -> None:
        """Keep in mind that a form was not ours, or too old, so that the page can say so.

        From where it comes is asked here, too: JupyterHub's client, where it is used, puts a check of its own
        in the place of Jupyter's, without that question.
        """
        try:
            if hasattr(self, "_jupyter_current_user") and not self.check_origin():
                raise tornado.web.HTTPError(403)
            super().check_xsrf_cookie()
        except tornado.web.HTTPError:
            self._stale = True

    @allow_unauthenticated
    async def get(self) -> None:
        """Show it."""
        await self.come()

    @allow_unauthenticated
    async def post(self) -> None:
        """Take the form."""
        if self._stale:
            self.set_status(403)
            await self.come(error="The form was open for too long. Please fill it in again.")
        else:
            await self.submit()

    async def come(self, error: str = "") -> None:
        """What GET does."""
        raise tornado.web.HTTPError(405)

    async def submit(self) -> None:
        """What POST does, when the form is ours."""
        raise tornado.web.HTTPError(405)

    def show(self, template: str, **words: Any) -> None:
        """Write the page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")
        made = self.settings["voila_jinja2_env"].get_template(template)
        self.finish(
            made.render(
                base_url=self.base_url, nonce=self._nonce, xsrf=self.xsrf_form_html(),
                next=safe_next(self.get_argument("next", ""), self.base_url), **words,
            )
        )  # fmt: skip
