"""The house's own source, read as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STOREYS = ("portal", "reconciliation", "support_services")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*storeys: str) -> list[Path]:
    """Every module but migrations."""
    found = (path for storey in storeys or STOREYS for path in sorted((ROOT / storey).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts and "node_modules" not in path.parts]


def role_of(path: Path) -> str:
    """What a module is in its room: "views", "models" and so on; a package counts as its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[2] if len(parts) > 2 else parts[-1]


def room(*roles: str) -> list[Path]:
    """The modules with one of these roles, in every room."""
    return [path for path in modules() if role_of(path) in roles]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a module imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)
