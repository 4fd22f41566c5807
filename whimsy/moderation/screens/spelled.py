"""The spelled numbers of all languages, and what is written short in chats.

`lists/numbers.tsv` holds the numbers: language, value, words. `lists/chats.tsv` knows which words are short
for others.
"""

from whimsy.moderation.screens.phrases import LISTS


def _spelled() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for line in (LISTS / "numbers.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, value, words = line.split("\t")
            for word in words.split("|"):
                table.setdefault(word, []).append((language, int(value)))
    return table


def _shortened() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in (LISTS / "chats.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, word, forms = line.split("\t")
            for form in forms.split("|"):
                table[form] = (*table.get(form, ()), word)
    return table


SPELLED = _spelled()
"""Each spelled number with its languages, and what it is there."""
UNITS = {
    word: unit
    for word, meant in SPELLED.items()
    if (unit := next((value for _, value in meant if value < 10), None)) is not None
}
HEADS = {word[:end] for word in SPELLED for end in range(1, len(word))}
"""How spelled numbers begin, of which most words of a text are none."""
SHORTENED = _shortened()
"""Each short form with the words it may stand for."""
