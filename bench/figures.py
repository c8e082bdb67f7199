"""Where measured figures go: the section of docs/figures.md that belongs to one bench."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
HEADING = """# Figures

Measured side by side in one run each; read the ratios, not the seconds. Each section is written by
its bench (`bench/<name>.py --write`).
"""


def machine() -> str:
    """This function will describe the machine in one line: processors, memory, Python, system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    load = os.getloadavg()[0]
    return (
        f"{date.today():%Y-%m-%d}, {os.cpu_count()} × {name}, {memory:.0f} GB, "
        f"Python {platform.python_version()}, {platform.system()}; load before the run {load:.1f}"
    )


def write_section(name: str, text: str) -> None:
    """This function will put the text in the place of the section of that name, or at the end."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    page = FIGURES.read_text(encoding="utf-8") if FIGURES.exists() else HEADING
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if pattern.search(page):
        page = pattern.sub(lambda _found: section, page)
    else:
        page = f"{page.rstrip()}\n\n{section}\n"
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(page, encoding="utf-8")
