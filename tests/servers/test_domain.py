"""The domain's own tests once more, on a Cluster of three and behind Sentinels.

A step that touches a key of another slot fails here with CROSSSLOT. Seen to fail with a `met` key in
claim.lua that lacks the cell's hash tag. Without the `#!lua` in scripts.py a step may reach any slot of its
own node.
"""

from __future__ import annotations

from tests.lobby.test_claim import *  # noqa: F403
from tests.presence.test_presence import *  # noqa: F403
from tests.promises.test_town import *  # noqa: F403
from tests.rooms.test_epoch import *  # noqa: F403
from tests.rooms.test_rooms import *  # noqa: F403
from tests.rooms.test_video import *  # noqa: F403
from tests.storage.test_history import *  # noqa: F403
from tests.storage.test_line import *  # noqa: F403
