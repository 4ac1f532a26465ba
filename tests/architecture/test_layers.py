"""What the import contracts cannot see."""

import ast

from tests.architecture.source import imported, modules, name, role_of, room, tree

# The mover, and the writer of whole histories.
MAY_WRITE_STATE = {"portal/workflow/mover.py", "portal/workflow/bulk.py"}
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "portal.ui.pages", "portal.ui.forms")
READS = {"filter", "exclude", "get", "aggregate", "annotate", "Q"}
ORM = ("django.db", "django.apps", "django.contrib.contenttypes")


def test_no_view_starts_a_query_itself() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in room("views", "consumers", "panels", "forms", "urls", "templatetags")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert found == []


def test_nothing_below_the_views_knows_of_http() -> None:
    found = [
        f"{name(path)}:{line} {dotted}"
        for path in room("actions", "selectors", "policy", "models", "gates")
        for line, dotted in imported(path)
        if dotted.startswith(HTTP)
    ]
    assert found == []


def test_gates_are_pure() -> None:
    found = [
        f"{name(path)}:{line} {dotted}"
        for path in room("gates")
        for line, dotted in imported(path)
        if dotted.startswith(ORM) or {"models", "selectors", "policy"} & set(dotted.split("."))
    ]
    assert found == []


def test_bleach_is_called_from_one_module_only() -> None:
    callers = {name(path) for path in modules() for _line, dotted in imported(path) if dotted.split(".")[0] == "bleach"}
    assert callers <= {"portal/ui/sanitise.py"}


def test_nobody_but_the_mover_and_the_bulk_writer_writes_a_state() -> None:
    tracks = _track_models()
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if name(path) not in MAY_WRITE_STATE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _writes_state(node, tracks=tracks)
    ]
    assert found == []


def _track_models() -> frozenset[str]:
    """The classes that hold a protected state field."""
    found = set()
    for path in room("models", "short_term", "long_term", "track"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and any(_is_state_field(line) for line in node.body):
                found.add(node.name)
    return frozenset(found)


def _is_state_field(line: ast.stmt) -> bool:
    value = line.value if isinstance(line, ast.Assign | ast.AnnAssign) else None
    return isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1].startswith("FSM")


def _writes_state(node: ast.Call, *, tracks: frozenset[str]) -> bool:
    """`queryset.update(state=...)`, `Track(state=...)`, `Track.objects.create(state=...)` or a setattr."""
    called = ast.unparse(node.func)
    last = called.split(".")[-1]
    if last in READS:
        return False
    if last in {"setattr", "__setattr__"}:
        return any(isinstance(part, ast.Constant) and part.value == "state" for part in node.args)
    if not any(keyword.arg == "state" for keyword in node.keywords):
        return False
    owner = called.split(".")[0].split("(")[0]
    if last == "update":
        # A chain that begins at another class is about that class; one that begins at a variable may be a track.
        return owner in tracks or not owner[:1].isupper()
    return bool(set(called.split(".")) & tracks)


def test_a_file_says_what_it_is_for() -> None:
    """`services.py`, `utils.py` and `helpers.py` hide what a file is for."""
    vague = [name(path) for path in modules() if role_of(path) in {"services", "utils", "helpers", "misc"}]
    assert vague == []
