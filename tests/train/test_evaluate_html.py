"""What HTML gives beside its text is measured."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_html_is_measured(reference: Path):
    done = subprocess.run(
        [sys.executable, "-m", "train.evaluate_html", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    rows = [re.split(r"\s\s+", line.strip()) for line in done.stdout.split("\n")]
    figures = {name: list(map(float, row)) for name, *row in rows if name in ("html", "text")}
    assert figures["html"][0] > 0.8 < figures["html"][3]
    assert figures["html"][4] >= figures["text"][4]
