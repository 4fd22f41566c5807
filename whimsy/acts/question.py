"""A question for two others to discuss: it goes past the screens, as a message does."""

from whimsy.acts.attachment import Attachment
from whimsy.acts.speech import note
from whimsy.engine import Engine
from whimsy.errors import Screened
from whimsy.moderation.screens.said import Said
from whimsy.rooms.text import clean_text
from whimsy.settings import Settings
from whimsy.storage.keys import QUESTION, new_room


def parse_question(raw: object, settings: Settings) -> str:
    """Clean a question; returns 1 to `max_question` graphemes. Raises Malformed or BadText."""
    return clean_text(raw, settings.max_question, settings.max_code_points)


async def screened(engine: Engine, me: Attachment, raw: object) -> str:
    """A question as it may be asked. raw: as the browser kept it. Raises Malformed, BadText or Screened."""
    screens = engine.moderation.screens
    links = (await engine.moderation.switches.board()).links
    said = Said(
        parse_question(raw, engine.settings), me.place.tab.visitor, new_room(QUESTION),
        age_ms=0, address=me.address, links=links,
    )  # fmt: skip
    verdict = await screens.look(said)
    await note(engine, me, verdict)
    if refused := verdict.refusal:
        raise Screened(refused.sentence)
    return verdict.text
