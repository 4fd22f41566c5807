"""What holds for every page, without a browser."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import json
from whimsy.components.words.words import _ONLY_TEXT
from whimsy.seam.pages import changing_text
import whimsy.pages as pages

def loose(component, within=""):
    for child in component.children:
        if changing_text(child) is not None and getattr(component, "tag", None) not in _ONLY_TEXT:
            yield str(child.contents)[-80:]
        yield from loose(child)

class App:
    stylesheets, head_components, seen = [], [], {}
    def add_page(self, page, route, **_):
        self.seen[route] = list(loose(page()))

pages.add_pages(App())
print(json.dumps(App.seen))
"""


def test_every_text_that_changes_is_alone_in_its_element():
    """Fails without `alone`: a translated page writes the next phase into text that nobody sees."""
    import json

    found = json.loads(subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True).stdout)
    assert {"/", "/desk", "/appeal", "/contact", "404"} <= set(found)
    assert [words for page in found.values() for words in page] == []
