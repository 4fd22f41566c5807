"""What a visitor may say: one plain text, cleaned and measured the way a person counts.

Source: Unicode UAX #15 (NFC), UAX #29 (grapheme clusters), UAX #9 (bidi controls).
"""

from whimsy.errors import BadText, Malformed
from whimsy.rooms.writing import length, tidy, visible
from whimsy.settings import Settings


def parse_text(raw: object, settings: Settings) -> str:
    """Clean a message; returns NFC text of 1 to `max_graphemes` graphemes.

    Raises Malformed for what is not text, BadText when nothing visible is left or it is too long.
    """
    return clean_text(raw, settings.max_graphemes, settings.max_code_points)


def clean_text(raw: object, max_graphemes: int, max_code_points: int) -> str:
    """Clean any text a visitor wrote; returns NFC text of 1 to `max_graphemes` graphemes.

    Raises Malformed for what is not text, BadText when nothing visible is left or it is too long.
    """
    if not isinstance(raw, str):
        raise Malformed
    # Refused before it is cleaned, as cleaning a very long text costs much.
    if len(raw) > 4 * max_code_points:
        raise _too_long(max_graphemes)
    text = tidy(raw)
    if not visible(text):
        raise BadText("There is nothing to send yet.")
    if length(text) > max_graphemes:
        raise _too_long(max_graphemes)
    if len(text) > max_code_points:
        raise BadText(
            "That message is too much for one: each of its characters is many. Send it in two parts."
        )
    return text


def _too_long(max_graphemes: int) -> BadText:
    return BadText(f"That message is longer than {max_graphemes} characters. Shorten it and send again.")
