"""Puts together what the pages serve themselves: run once at set-up.

Copies the style sheet of Tabler, draws one sprite of just the icons that templates and menus name,
takes htmx out of django-htmx, and compiles the English catalogue. Nothing is fetched here: the npm
packages lie in ``node_modules`` already.
"""

import argparse
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from bangfu.frame.catalogue import compile_catalogue
from bangfu.frame.templatetags.frame import CHIP_ICONS

SOURCE = Path(__file__).resolve().parent.parent
VENDOR = SOURCE / "frame" / "static" / "vendor"

IN_TEMPLATE = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']""")
IN_PYTHON = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
FRAME_ONLY = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class MissingAsset(Exception):
    """A package or an icon that set-up needs is not there."""


def icon_names(source: Path = SOURCE) -> set[str]:
    """Return the names of all icons that templates draw or Python code puts on a page."""
    names = set(CHIP_ICONS.values())
    for page in source.rglob("templates/**/*.html"):
        names.update(IN_TEMPLATE.findall(page.read_text("utf-8")))
    for code in source.rglob("*.py"):
        names.update(IN_PYTHON.findall(code.read_text("utf-8")))
    return names


def draw_sprite(names: set[str], drawings: Path) -> str:
    """Return one SVG file with a symbol for each name.

    Raises MissingAsset for a name that Tabler does not have.
    """
    symbols = []
    for name in sorted(names):
        drawing = drawings / f"{name}.svg"
        if not drawing.is_file():
            raise MissingAsset(f"Tabler has no outline icon {name!r}")
        match = INNER.search(re.sub(r"<!--.*?-->", "", drawing.read_text("utf-8"), flags=re.DOTALL))
        if match is None:
            raise MissingAsset(f"{drawing} is not a drawing")
        shape = " ".join(FRAME_ONLY.sub("", match[1]).split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
            f' stroke-linecap="round" stroke-linejoin="round">{shape}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def gather(node_modules: Path, target: Path = VENDOR) -> None:
    """Fill ``target`` with what the pages serve, and compile the catalogues.

    Raises MissingAsset when a package has not been installed.
    """
    tabler = node_modules / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"
    drawings = node_modules / "@tabler" / "icons" / "icons" / "outline"
    for needed in (tabler, drawings):
        if not needed.exists():
            raise MissingAsset(f"{needed} is not there: install the npm packages first")
    target.mkdir(parents=True, exist_ok=True)
    # The map is not served; a pointer to it would make the hashing storage look for it.
    style = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", tabler.read_text("utf-8"))
    (target / "tabler.min.css").write_text(style, "utf-8")
    (target / "icons.svg").write_text(draw_sprite(icon_names(), drawings), "utf-8")
    shutil.copyfile(_htmx(), target / "htmx.min.js")
    for catalogue in SOURCE.glob("*/locale/*/LC_MESSAGES/*.po"):
        compile_catalogue(catalogue, catalogue.with_suffix(".mo"))


def _htmx() -> Path:
    spec = find_spec("django_htmx")
    if spec is None or spec.origin is None:
        raise MissingAsset("django-htmx is not installed")
    return Path(spec.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"


def main(arguments: list[str] | None = None) -> int:
    """Gather the assets from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Put together the files that the pages serve.")
    parser.add_argument("--node-modules", type=Path, default=Path("node_modules"))
    parser.add_argument("--target", type=Path, default=VENDOR)
    options = parser.parse_args(arguments)
    try:
        gather(options.node_modules, options.target)
    except MissingAsset as problem:
        sys.stderr.write(f"assets: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
