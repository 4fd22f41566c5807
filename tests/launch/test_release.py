"""Builds are kept apart, so that the next one takes nothing from the pages in use."""

from __future__ import annotations

from pathlib import Path

from whimsy.launch.release import Releases


def built(tmp_path: Path, text: str) -> Path:
    static = tmp_path / "built"
    static.mkdir(exist_ok=True)
    (static / "index.html").write_text(text)
    return static


def page(environment: dict[str, str]) -> str:
    return (Path(environment["REFLEX_WEB_WORKDIR"]) / "build" / "client" / "index.html").read_text()


def test_what_is_served_outlives_the_next_build(tmp_path):
    """Fails when a release is anything else than a copy."""
    releases = Releases(tmp_path / "data")
    releases.publish("one", built(tmp_path, "1"))
    before = releases.environment()
    releases.publish("two", built(tmp_path, "2"))
    after = releases.environment()
    assert (page(before), page(after)) == ("1", "2")
    assert (before["WHIMSY_BUILD"], after["WHIMSY_BUILD"]) == ("one", "two")


def test_going_back_to_a_build_that_is_kept_copies_nothing(tmp_path):
    releases = Releases(tmp_path / "data")
    for name, text in (("one", "1"), ("two", "2"), ("one", "not copied")):
        releases.publish(name, built(tmp_path, text))
    assert page(releases.environment()) == "1"


def test_old_ones_are_forgotten_and_the_current_one_never(tmp_path):
    """Fails without `release.touch()` in publish: the oldest goes, though it is the one in use."""
    releases = Releases(tmp_path / "data")
    for name in ("one", "two", "three", "one", "four"):
        releases.publish(name, built(tmp_path, name))
    kept = {folder.name for folder in (tmp_path / "data" / "builds").iterdir() if folder.is_dir()}
    assert kept == {"three", "one", "four"}


def test_a_copy_that_broke_off_is_made_again(tmp_path):
    half = tmp_path / "data" / "builds" / ".one"
    half.mkdir(parents=True)
    (half / "rest").write_text("of a copy")
    releases = Releases(tmp_path / "data")
    releases.publish("one", built(tmp_path, "1"))
    assert page(releases.environment()) == "1" and not half.exists()
