"""HTML that was made of strangers' words, sieved: few tags, fewer attributes, no address that anything is fetched from.

`nh3` parses as browsers do and puts out what it has understood, so that every tag that is opened here is closed here.
Classes are those of nbconvert's own colouring: with ours, a notebook could put on the looks of a finding.
"""

from __future__ import annotations

import re

import nh3

from grader.report.plain import tamed

TAGS = frozenset(
    """
    a b blockquote br caption code del div em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strong
    sub sup table tbody td tfoot th thead tr u ul var
    """.split()  # noqa: SIM905 - a text is read more easily than quoted words
)
_PAINTED = frozenset("c c1 ch cm k kc kd kn kr ow m mf mi s s1 s2 sa sd se si".split())  # noqa: SIM905
"""Pygments' names of comments, keywords, numbers and strings: what is painted here, too."""
_ANSI = frozenset(
    {"ansi-bold", "ansi-underline"}
    | {
        f"ansi-{colour}{tone}-fg"
        for colour in ("red", "green", "yellow", "blue", "magenta", "cyan")
        for tone in ("", "-intense")
    }
)
CLASSES = {"span": set(_PAINTED | _ANSI), "div": {"highlight"}, "pre": {"printed", "stderr", "trouble"}}
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]+={0,2}")
_LINK = re.compile(r"https?://[^\s]{1,2000}", re.IGNORECASE)
_SPAN = re.compile(r"[1-9]\d?")


def sieved(html: str, pictures: frozenset[str]) -> str:
    """What may stand in the page. `pictures` are the addresses of those that were looked at before."""

    def allowed(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return value if value in pictures and _PICTURE.fullmatch(value) else None
        if tag == "a" and name == "href":
            return value if _LINK.fullmatch(value) else None
        if name in ("colspan", "rowspan"):
            return value if _SPAN.fullmatch(value) else None
        return value

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={
            "script",
            "style",
            "title",
            "textarea",
            "xmp",
            "iframe",
            "noembed",
            "noframes",
            "noscript",
            "svg",
            "math",
        },
        attributes={
            "*": set(),
            "a": {"href"},
            "img": {"src", "alt"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        allowed_classes=CLASSES,
        attribute_filter=allowed,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "data"},
    )
    return _seemly(tamed(clean))


def _seemly(html: str) -> str:
    """Fit for a page that has headings of its own, and is read aloud: what is out of nh3 is written in one way only."""
    html = re.sub(r'<span(?: class="")?>([^<]*)</span>', r"\1", html)
    html = re.sub(r"<h([1-6])>", r'<div class="heading-\1">', html)
    html = re.sub(r"</h[1-6]>", "</div>", html)
    html = re.sub(r"<th((?: colspan=\"\d+\"| rowspan=\"\d+\")*)></th>", r"<td\1></td>", html)
    html = re.sub(r"<img(?![^>]* src=)[^>]*>", '<span class="missing">(a picture is left out)</span>', html)
    return re.sub(r"<img(?![^>]* alt=)", '<img alt="a picture in the notebook"', html)
