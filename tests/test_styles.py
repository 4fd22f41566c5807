"""What holds for the stylesheets, without a browser: who owns a class, and what a page has to load."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "assets" / "styles"
GROUND = {"tokens", "reset", "base"}
"""What belongs to no component, each in a layer of its own."""
ENTRIES = {"everyone", "visitor", "moderator"}
"""What a page loads: only the order of layers, and what they are made of. The others begin with the first."""
SHEETS = {str(file.relative_to(STYLES).with_suffix("")): file.read_text() for file in STYLES.rglob("*.css")}
CLASS = re.compile(r"\.([a-z][\w-]*)")
IMPORT = re.compile(r'@import "\./([\w/]+)\.css" layer\((\w+)\);')
TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")


def bare(sheet: str) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", SHEETS[sheet], flags=re.DOTALL).strip()


def rules() -> Iterator[tuple[str, set[str]]]:
    """Each rule of each sheet, and what it declares."""
    for sheet in SHEETS:
        for prelude, body in re.findall(r"([^{};]+)\{([^{}]*)\}", bare(sheet)):
            yield f"{sheet}: {prelude.strip()}", {one.strip() for one in body.split(";")} - {""}


def selectors(sheet: str) -> Iterator[str]:
    """Each selector of a sheet, alone."""
    for prelude in re.findall(r"([^{};]+)\{", bare(sheet)):
        if not re.match(r"\s*(@|from\b|to\b|[\d.]+%)", prelude):
            yield from (one.strip() for one in re.split(r",(?![^(]*\))", prelude))


def starts_with(selector: str) -> set[str]:
    """The classes of its first element: what stands in there belongs to whoever owns them."""
    whole = re.sub(r":(?:has|not)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return next((set(found) for part in re.split(r"[ >+~]+", whole) if (found := CLASS.findall(part))), set())


def made_of(entry: str) -> dict[str, str]:
    """The sheets of an entry, each with its layer."""
    also = {} if entry == "everyone" else made_of("everyone")
    return also | dict(IMPORT.findall(SHEETS[entry]))


def test_no_class_is_styled_in_two_files():
    """Fails with the sheets by phase there once were: 25 classes were."""
    owners = defaultdict(set)
    for sheet in SHEETS:
        for selector in selectors(sheet):
            for name in starts_with(selector):
                owners[name].add(sheet)
    assert {name: sorted(files) for name, files in owners.items() if len(files) > 1} == {}


def test_every_sheet_is_named_after_who_owns_it():
    """Fails with a chat.css: nobody finds from a component what it looks like."""
    components = {
        str(file.relative_to(folder).with_suffix(""))
        for folder in (ROOT / "whimsy" / "components", ROOT / "whimsy" / "pages")
        for file in folder.rglob("*")
        if file.suffix == ".py" or file.is_dir()  # some have scripts alone
    }
    components |= {"desk/desk"}  # the page itself
    assert set(SHEETS) - GROUND - ENTRIES - components == set()


def test_no_rule_is_for_a_class_that_nothing_has():
    """Fails with what a removed component leaves behind."""
    sources = [f for f in (ROOT / "whimsy").rglob("*") if f.suffix in {".py", ".js", ".jsx"}]
    words = set(re.findall(r"[\w-]+", "\n".join(file.read_text() for file in sources)))
    made = ("stop-", "preview-", "wordmark-")  # by a phase or a size
    named = {name for sheet in SHEETS for one in selectors(sheet) for name in CLASS.findall(one)}
    assert {name for name in named - words if not name.startswith(made)} == set()


def test_a_visitor_loads_nothing_of_the_desk_and_the_desk_nothing_of_a_chat():
    """Fails with one sheet for all pages."""
    visitor, moderator = made_of("visitor"), made_of("moderator")
    desk = {sheet for sheet in SHEETS if sheet.startswith("desk/")}
    assert not desk & set(visitor) and desk <= set(moderator)
    assert set(visitor) | set(moderator) | ENTRIES == set(SHEETS)
    assert set(moderator) - desk == GROUND | {"dots", "shell", "wire", "notice", "loading"}
    named = [sheet for entry in ENTRIES for sheet, _ in IMPORT.findall(SHEETS[entry])]
    assert len(named) == len(set(named)), "what both load is imported by everyone.css alone"


def test_every_rule_is_in_a_layer_and_the_layers_come_in_one_order():
    """Fails with a sheet that is imported without one: it wins over all that are."""
    order = "@layer __reflex_base, tokens, reset, base, components;"
    for entry in ENTRIES:
        text, parts, shared = bare(entry), made_of(entry), entry != "everyone"
        assert text.startswith('@import "./everyone.css";' if shared else order) and "{" not in text
        assert text.count("@import") == len(IMPORT.findall(text)) + shared
        assert parts == {sheet: sheet if sheet in GROUND else "components" for sheet in parts}


def test_no_two_rules_say_the_same():
    """Fails with a quiet button that the desk draws once more. Five things alike are chance, six are not."""
    alike = [
        (one, other, sorted(says & too))
        for (one, says), (other, too) in combinations(rules(), 2)
        if len(says & too) > 5
    ]
    assert alike == []


def test_colour_space_and_type_come_from_tokens():
    """Fails with a colour or a size that a token stands for, written out."""
    tokens = dict(TOKEN.findall(SHEETS["tokens"]))
    steps = "|".join(value for name, value in tokens.items() if name.startswith("--space-"))
    spelt = re.compile(
        r"#[\da-f]{3,8}\b|\b(?:rgb|hsl)a?\("
        r"|\bfont(?:-size)?: (?!var|inherit|clamp|48px)|\bfont-weight: (?!var|inherit|normal)"
        rf"|\b(?:gap|padding|margin)[\w-]*: (?:[^;]*[ (])?(?:{steps})\b"
        r"|\bborder-radius: (?:8|14|22)px"
    )
    assert {sheet: found for sheet, text in SHEETS.items()
            if sheet != "tokens" and (found := spelt.findall(text))} == {}  # fmt: skip
    used = set(re.findall(r"var\((--[\w-]+)", "\n".join(SHEETS.values())))
    assert set(tokens) - used == set(), "tokens that nothing uses"
    local = {name for sheet, text in SHEETS.items() if sheet != "tokens" for name, _ in TOKEN.findall(text)}
    assert used - set(tokens) - local == {"--page-height"}, "what no token is named"


def colours(block: str, dark: bool) -> dict[str, str]:
    """The colours of a block of tokens, in light or dark."""
    pairs = re.findall(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)", block)
    return {name: (light, night)[dark] for name, light, night in pairs}


def ratio(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, "contrast ratio")."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("more", "words", "outlines"), [(False, 4.5, 3), (True, 7, 4.5)])
def test_words_and_outlines_can_be_seen(dark, more, words, outlines):
    """Fails with a colour that is too pale, also for whoever asks for more contrast."""
    plain, _, wanted = bare("tokens").partition("@media (prefers-contrast: more)")
    has = colours(plain, dark) | (colours(wanted, dark) if more else {})
    for ground in ("--paper", "--raised", "--you-tint", "--them-tint"):
        assert ratio(has["--ink"], has[ground]) >= 7, ground
    for ground in ("--paper", "--raised"):
        for name in ("--quiet", "--them-text", "--good", "--warn", "--you-deep"):
            assert ratio(has[name], has[ground]) >= words, (name, ground)
        assert ratio(has["--edge"], has[ground]) >= outlines, ground
    assert ratio(has["--on-you"], has["--you"]) >= words
