"""A question for two others to discuss: it goes past the screens, as a message does."""

from whimsy.acts.attachment import Attachment
from whimsy.acts.speech import heed, in_context
from whimsy.engine import Engine
from whimsy.rooms.text import clean_text
from whimsy.settings import Settings
from whimsy.storage.keys import QUESTION, new_room


def parse_question(raw: object, settings: Settings) -> str:
    """Clean a question; returns 1 to `max_question` graphemes. Raises Malformed or BadText."""
    return clean_text(raw, settings.max_question, settings.max_code_points)


async def screened(engine: Engine, me: Attachment, raw: object) -> str:
    """A question as it may be asked. raw: as the browser kept it. Raises Malformed, BadText or Screened."""
    said = await in_context(engine, me, new_room(QUESTION), parse_question(raw, engine.settings))
    verdict = await engine.moderation.screens.look(said)
    await heed(engine, me, verdict)
    return verdict.text
