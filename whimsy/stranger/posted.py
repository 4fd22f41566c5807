"""What became of a text that a page posted."""

from typing import Any

from whimsy.errors import Unavailable


def outcome(room: object, nonce: object, text: object, answer: dict[str, Any], shown: str) -> dict[str, Any]:
    """What a page that shows the room `shown` makes of the answer to a post: `lines`, `refused`, nothing."""
    if "seq" in answer:
        if room != shown:
            return {}
        line = {"kind": "text", "mine": True, "text": text, "nonce": nonce, **answer}
        return {"lines": {"room": room, "n": answer["seq"], "full": False, "lines": [line]}}
    if answer.get("code", Unavailable.code) != Unavailable.code:
        return {"refused": {"nonce": nonce, "sentence": answer["sentence"]}}
    return {}
