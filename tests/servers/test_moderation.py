"""Moderation's steps once more, on a Cluster and behind Sentinels: a key of another slot fails here."""

from tests.moderation.conftest import *  # noqa: F403
from tests.moderation.test_blocks import *  # noqa: F403
from tests.moderation.test_sanctions import *  # noqa: F403
from tests.moderation.test_switches import *  # noqa: F403
