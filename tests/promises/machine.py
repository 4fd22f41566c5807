"""Runs a state machine of hypothesis against a real store."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def hold(machine: type[RuleBasedStateMachine], url: str, folder: Path, *, examples: int, steps: int) -> None:
    """Run `machine` on the store at `url`, which it finds as `redis_url`, with `folder` as `data_dir`."""
    machine.redis_url, machine.data_dir = url, folder
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking against a real store takes minutes: the first failing run is told as it was.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )  # fmt: skip
