"""A page in a real browser, and what it does there."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import pytest

BREACHES = (
    "addEventListener('securitypolicyviolation', e => console.log(`policy: ${e.violatedDirective} ${e.blockedURI}`))"
)


@dataclass
class Visit:
    """A tab that is open on one page, and everything that the page did beside being shown."""

    page: object
    own: str = ""
    deeds: list[str] = field(default_factory=list)

    def __post_init__(self):
        """Notes every dialog, message, request, popup, download and breach of the policy."""
        page = self.page
        page.on("dialog", lambda dialog: (self.deeds.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: self.deeds.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.deeds.append(f"error: {error}"))
        for event in ("popup", "download", "worker"):
            page.on(event, lambda what, event=event: self.deeds.append(f"{event}: {what.url}"))
        for event, address in (("framenavigated", lambda frame: frame.url), ("request", lambda request: request.url)):
            page.on(event, lambda what, event=event, address=address: self.note(event, address(what)))
        page.add_init_script(BREACHES)

    def note(self, event, url):
        """Unless it is the page itself, or a picture that it holds."""
        if url.partition("#")[0] != self.own and not url.startswith(("data:image/png", "data:image/jpeg")):
            self.deeds.append(f"{event}: {url}")


@pytest.fixture(scope="module")
def visit(chromium, tmp_path_factory):
    """Opens a page's text, in the tab that is there for such visits."""
    tabs = {}
    folder = tmp_path_factory.mktemp("pages")
    number = count()

    def opened(text, *, scheme="light", media="screen", width=1000):
        path = folder / f"page-{next(number)}.html"
        path.write_text(text, encoding="utf-8")
        if (scheme, width) not in tabs:
            context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            tabs[scheme, width] = Visit(context.new_page())
        seen = tabs[scheme, width]
        seen.page.emulate_media(media=media, color_scheme=scheme)
        seen.own, seen.deeds = path.as_uri(), []
        seen.page.goto(seen.own)
        return seen

    yield opened
    for seen in tabs.values():
        seen.page.context.close()
