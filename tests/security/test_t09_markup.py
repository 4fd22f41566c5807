"""T9: what a stranger writes is text: it runs nothing, loads nothing, and reads exactly as it was written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, composer, pair, say
from tests.serving import Served
from tests.visiting import chromium, picture, visit  # noqa: F401  (fixtures)
from whimsy.moderation.screens.links import defang, find
from whimsy.moderation.screens.said import Said

pytestmark = pytest.mark.browser

CORPUS = [
    "<script>window.planted=1</script>",
    "<img src=/planted onerror=window.planted=1>",
    "<svg/onload=window.planted=1>",
    "<svg><script href=/planted /></svg>",
    "<iframe srcdoc='<script>parent.planted=1</script>'></iframe>",
    "<a href='javascript:window.planted=1' autofocus onfocus=window.planted=1>press</a>",
    "javascript:window.planted=1",
    "<input autofocus onfocus=window.planted=1>",
    "<details open ontoggle=window.planted=1>",
    "<video><source onerror=window.planted=1></video>",
    "<object data=/planted></object><embed src=/planted>",
    "<link rel=stylesheet href=/planted><style>@import '/planted'; body{display:none}</style>",
    "<base href=/planted/><meta http-equiv=refresh content='0;url=/planted'>",
    "<form action=/planted><button formaction=/planted>send</button></form>",
    "<math><mtext></form><mglyph><style></math><img src=/planted onerror=window.planted=1>",
    "<template><img src=/planted onerror=window.planted=1></template>",
    '"><img src=/planted onerror=window.planted=1>',
    "'-(window.planted=1)-'",
    "</p></div><script>window.planted=1</script><p>",
    "<!--<img src='--><img src=/planted onerror=window.planted=1>'>",
    "<![CDATA[<script>window.planted=1</script>]]>",
    "{{constructor.constructor('window.planted=1')()}}",
    "${window.planted=1} #{7*7} <%= 7*7 %> {7*7} {{7*7}}",
    "{state.tab_secret} {reflex___state} ${document.cookie}",
    "![x](/planted) [press](javascript:window.planted=1) **bold** `code` # title",
    "&lt;img src=/planted onerror=window.planted=1&gt; &amp; &#60;script&#62;",
    "\\u003cimg src=/planted onerror=window.planted=1\\u003e",
    "＜script＞window.planted=1＜/script＞",
    '{"__proto__":{"planted":1},"dangerouslySetInnerHTML":{"__html":"<img src=/planted>"}}',
    "first\n<img src=/planted\nonerror=window.planted=1>",
]
SHOWN = """log => [...log.querySelectorAll('.bubble')].map(bubble => ({
    text: [...bubble.childNodes].filter(node => !node.classList?.contains('unseen'))
        .map(node => node.textContent).join(''),
    nodes: [...bubble.childNodes].map(node => node.nodeName + (node.className ? '.' + node.className : '')),
}))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """Links pass at once here: they would be refused before anybody saw them."""
    server = Served(
        tmp_path_factory.mktemp("markup"), workers=1, cooldown=0, links_after=0, links_after_messages=0,
        links_in_window=1000,
    )  # fmt: skip
    yield server.wait()
    server.stop()


def as_shown(text: str) -> str:
    """What the other side is to read: the text, with its links defanged."""
    return defang(text, tuple(find(Said(text, visitor="", room="", age_ms=0))))


def watch(page: Page) -> list[str]:
    """Whatever the page does that a text must not make it do."""
    seen: list[str] = []

    async def dismiss(dialog) -> None:
        seen.append("dialog")
        await dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: seen.append(request.url) if "planted" in request.url else None)
    page.on("popup", lambda _: seen.append("popup"))
    page.on("framenavigated", lambda frame: seen.append("frame") if frame.parent_frame else None)
    return seen


async def shows_only_text(page: Page, seen: list[str], texts: list[str]) -> None:
    shown = await bubbles(page).evaluate(SHOWN)
    for line, text in zip(shown, texts, strict=True):
        assert line["text"] in (text, as_shown(text))
        assert set(line["nodes"]) <= {"SPAN.unseen", "#text"}, text
    assert await page.evaluate("'planted' in window || 'planted' in Object.prototype") is False
    assert seen == []


async def test_a_corpus_of_markup_stays_text_for_both_and_after_a_refresh(visit, picture):  # noqa: F811
    """Fails with `dangerouslySetInnerHTML` in rows.jsx (seen), or with rx.html or rx.markdown for a text."""
    one, two = await pair(visit)
    seen = {page: watch(page) for page in (one, two)}
    for number, text in enumerate(CORPUS, 1):
        await say(one, text)
        await expect(two.locator(".bubble")).to_have_count(number)
        await expect(composer(one)).to_have_value("")
    for page in (one, two):
        await expect(page.locator(".sending")).to_have_count(0)
        await shows_only_text(page, seen[page], CORPUS)
    await picture(two, "corpus")
    await two.reload()
    await expect(two.locator(".bubble")).to_have_count(len(CORPUS))
    await shows_only_text(two, seen[two], CORPUS)
    assert "planted" not in await two.title()


async def test_a_text_that_comes_back_refused_stays_text_too(visit):  # noqa: F811
    one, _ = await pair(visit)
    seen = watch(one)
    long = "<img src=/planted onerror=window.planted=1>" * 15
    await say(one, long)
    await expect(one.get_by_text("That message is longer than 500 characters.")).to_be_visible()
    await expect(composer(one)).to_have_value(long)
    await shows_only_text(one, seen, [])
