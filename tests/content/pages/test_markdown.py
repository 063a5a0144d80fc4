"""Markdown that editors write: what it becomes, and that nothing hostile comes through or keeps the parser busy."""

import re
import time

import html5lib
import pytest

from content.pages.markdown import LONGEST, Picture, Places, Reference, Unreadable, fault_of, references, render

FILES = (
    ("view", Picture("/files/a/view.png", is_image=True, alt="A harbour", caption="In May", width=8, height=4)),
    ("report", Picture("/files/b/report.pdf", is_image=False)),
)
PLACES = Places("/en/pages/", "/en/news/", "/en/agreements/", "/en/glossary#", "/en/", FILES)
ELEMENTS = {
    "html", "head", "body", "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
    "em", "strong", "a", "img", "figure", "figcaption", "div", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"href", "rel", "src", "alt", "width", "height", "loading", "start", "class", "tabindex", "scope", "id"}

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<body onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action='//evil.example'><input name=password></form>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='//evil.example/'>",
    "<object data=evil.swf></object>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!-- <script>alert(1)</script> -->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<div\nonmouseover=alert(1)>x</div>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n</code><script>alert(1)</script>\n```",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x]( javascript:alert(1))",
    "[x](\u0001javascript:alert(1))".replace("\u0001", ""),
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](https:evil.example)",
    "[x](https://user@evil.example)",
    "[x](<javascript:alert(1)>)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: <javascript:alert(1)> 'title'",
    "<javascript:alert(1)>",
    '[x](https://a.example "onclick=alert(1)")',
    '[x](https://a.example" onclick="alert(1))',
    "[a](page:about\" onclick=\"alert(1))",
    "[a](page:../../sign-out)",
    "[a](page:about%0d%0aSet-Cookie:x)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](file:view)',
    "![](file:view\" onerror=\"alert(1))",
    "![](file:report)",
    "![](file:unknown)",
    "# <script>alert(1)</script>",
    "## x {onclick=alert(1)}",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | 2 |",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "*<img src=x onerror=alert(1)>*",
    "<https://evil.example/\"onmouseover=alert(1)>",
    "a \u202e txet desrever",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_r026_nothing_hostile_comes_through(text: str) -> None:
    tree = html5lib.parse(render(text, PLACES).html, namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        href = element.get("href", "https://a.example")
        assert re.match(r"(https?://(?!evil|user@)|mailto:|/(?![/\\])|#)", href) or href.startswith(
            "https://evil.example/"
        )
        assert element.get("src", "/files/a/view.png") == "/files/a/view.png"
        assert element.get("class", "oa-prose__table") == "oa-prose__table"


BUSY = {
    "open brackets": "[" * LONGEST,
    "open pictures": "![" * (LONGEST // 2),
    "nested links": "[a](" * (LONGEST // 4),
    "brackets in every paragraph": "\n\n".join(["[" * 100] * 400),
    "stars": "*" * LONGEST,
    "star and letter": "*a " * (LONGEST // 3),
    "bold unclosed": "**a" * (LONGEST // 3),
    "underscores": "_a " * (LONGEST // 3),
    "backticks": "`" * LONGEST,
    "backtick and letter": "`a " * (LONGEST // 3),
    "quotations": ">" * LONGEST,
    "quotations of lists": "> - " * (LONGEST // 4),
    "nested list": "\n".join("    " * depth + "- a" for depth in range(150)),
    "tags": "<" * LONGEST,
    "entities": "&#" * (LONGEST // 2),
    "headings": "# a\n" * (LONGEST // 4),
    "underlined headings": "a\n=\n" * (LONGEST // 4),
    "backslashes": "\\" * LONGEST,
    "too long": "a" * (LONGEST + 1),
    "cells": ("|a" * 40 + "\n") + ("|-" * 40 + "\n") + ("|x" * 40 + "\n") * 200,
    "lines": "\n" * LONGEST,
    "a NUL": "a\0b",
    "half a sign": "a\ud800",
}


@pytest.mark.parametrize("name", BUSY)
def test_what_would_keep_the_parser_busy_is_refused_in_words(name: str) -> None:
    began = time.perf_counter()
    fault = fault_of(BUSY[name])
    assert fault is not None and time.perf_counter() - began < 1
    with pytest.raises(Unreadable, match=re.escape(fault)):
        render(BUSY[name], PLACES)


HEAVY = {
    "long paragraphs": "Some *text* with a [link](page:about).\n\n" * 900,
    "a long list": "- a\n" * 2_900,
    "a wide table": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n",
    "one long line": "a " * (LONGEST // 2),
    "as deep as may be": "> > > > a\n\n" * 900,
    "a paragraph full of links": "[a](page:b) " * 100,
}


@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_text_that_is_taken_is_rendered_in_bounded_time(name: str) -> None:
    began = time.process_time()
    render(HEAVY[name], PLACES)
    assert time.process_time() - began < 4


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**b** *e*", "<p><strong>b</strong> <em>e</em></p>"),
        ("[p](page:about)", '<p><a href="/en/pages/about" rel="noopener">p</a></p>'),
        ("[n](news:open)", '<p><a href="/en/news/open" rel="noopener">n</a></p>'),
        ("[a](agreement:milan)", '<p><a href="/en/agreements/milan" rel="noopener">a</a></p>'),
        ("[t](term:sister-city)", '<p><a href="/en/glossary#sister-city" rel="noopener">t</a></p>'),
        ("[s](site:propose)", '<p><a href="/en/propose" rel="noopener">s</a></p>'),
        ("[f](file:report)", '<p><a href="/files/b/report.pdf" rel="noopener">f</a></p>'),
        ("[f](file:gone)", "<p>f</p>"),
        ("[m](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="noopener">m</a></p>'),
        ("[x](https://a.example/?b=c&d)", '<p><a href="https://a.example/?b=c&amp;d" rel="noopener">x</a></p>'),
        ("![](https://a.example/x.png)", "<p><em></em></p>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    ],
)
def test_what_editors_write_becomes_plain_html(text: str, html: str) -> None:
    assert render(text, PLACES).html == html


def test_a_picture_by_itself_is_a_figure_with_the_words_of_the_library() -> None:
    html = render("![](file:view)", PLACES).html
    assert html.startswith("<figure><img ") and 'alt="A harbour"' in html and 'width="8"' in html
    assert "<figcaption>In May</figcaption>" in html


def test_words_typed_with_a_picture_win() -> None:
    assert 'alt="Ours"' in render("![Ours](file:view)", PLACES).html


def test_headings_begin_below_the_title_and_leave_no_level_out() -> None:
    rendered = render("# One\n\n#### Deep\n\n# One", PLACES)
    assert re.findall(r"<(h\d) id=\"([^\"]+)\"", rendered.html) == [
        ("h2", "s-one"),
        ("h3", "s-deep"),
        ("h2", "s-one-2"),
    ]
    assert rendered.headings == (("s-one", "One"), ("s-one-2", "One"))


def test_headings_in_any_script_have_an_anchor() -> None:
    assert render("## ماذا تجد", PLACES).headings == (("s-ماذا-تجد", "ماذا تجد"),)


def test_a_table_can_be_scrolled_by_the_keyboard() -> None:
    assert '<div class="oa-prose__table" tabindex="0">' in render("|a|b|\n|-|-|\n|1|2|", PLACES).html


def test_the_internal_links_of_a_text_are_known() -> None:
    assert references("[a](page:x) ![Alt](file:v) [r](file:d)") == (
        Reference("page", "x"),
        Reference("file", "v", "Alt", is_image=True),
        Reference("file", "d"),
    )
