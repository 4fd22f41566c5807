"""`make lighthouse`: Lighthouse's scores of the start page on the served app, as a phone would see it.

Lighthouse (npm, https://developer.chrome.com/docs/lighthouse) simulates slow 4G and a quarter of the CPU. It
is fetched when this is run, as nothing else needs it. Exit status 1 where a score is below LEAST.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.chromium import EXECUTABLE
from tests.serving import Served

VERSION = "13.5.0"
LEAST = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
MEASURES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
_CHROMIUM = "--headless=new --no-sandbox --disable-background-networking --disable-quic"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="whimsy-lighthouse-") as folder:
        server = Served(Path(folder) / "data").wait()
        try:
            report = measured(server.address, Path(folder))
        finally:
            server.stop()
    print(table(report))
    return 0 if not missed(report) else 1


def measured(address: str, folder: Path) -> dict[str, Any]:
    """Lighthouse's report on a page; raises CalledProcessError when it cannot be fetched, or fails."""
    report = folder / "report.json"
    npx = shutil.which("npx") or "npx"
    subprocess.run(
        [
            npx, "--yes", f"lighthouse@{VERSION}", address, "--quiet", "--output=json",
            f"--output-path={report}", f"--chrome-flags={_CHROMIUM}",
        ],
        check=True, timeout=300, cwd=folder, env={**os.environ, "CHROME_PATH": EXECUTABLE},
    )  # fmt: skip
    made: dict[str, Any] = json.loads(report.read_text())
    return made


def missed(report: dict[str, Any]) -> list[str]:
    """The categories below their least score."""
    return [name for name, least in LEAST.items() if report["categories"][name]["score"] < least]


def table(report: dict[str, Any]) -> str:
    """The scores, the measures behind the first, and what was found in each category."""
    lines = []
    for name in LEAST:
        category = report["categories"][name]
        lines.append(f"{category['title']:<16}{100 * category['score']:4.0f}")
        audits = (report["audits"][one["id"]] for one in category["auditRefs"] if one["weight"])
        lines += [f"    {a['title']}" for a in audits if a["score"] is not None and a["score"] < 0.9]
    for measure in (report["audits"][name] for name in MEASURES):
        lines.append(f"{measure['title']:<28}{measure['displayValue']}")
    sent = [one["transferSize"] for one in report["audits"]["network-requests"]["details"]["items"]]
    return "\n".join([*lines, f"{'On the wire':<28}{sum(sent) / 1000:.0f} kB in {len(sent)} requests"])


if __name__ == "__main__":
    sys.exit(main())
