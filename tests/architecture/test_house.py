"""Rules of the house that no tool checks, each in a few lines."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.viewsets import ViewSetMixin

import cases.models
from cases.core.roles import GRANTS, Permission, Role

ROOT = Path(settings.BASE_DIR)
PACKAGES = ["config", "cases", "accounts", "audit"]
OURS = [m for label in PACKAGES[1:] for m in apps.get_app_config(label).get_models()]


def _sources(pattern: str = "*.py") -> Iterator[Path]:
    for package in PACKAGES:
        yield from (p for p in (ROOT / package).rglob(pattern) if "migrations" not in p.parts)


def _floors() -> list[set[str]]:
    """The slices from the highest floor down, as import-linter is told them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if "Slices" in c["name"])
    floors = [set(re.findall(r"\w+", layer)) for layer in layers]
    return [*floors, {"accounts"}, {"audit"}]


def test_foreign_keys_point_down() -> None:
    rank = {name: i for i, floor in enumerate(_floors()) for name in floor}
    floor_of = lambda m: m.__module__.removeprefix("cases.").split(".")[0]  # noqa: E731

    up = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in OURS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in OURS
        if rank[floor_of(model)] > rank[floor_of(field.related_model)]
    ]

    assert up == []


def test_cases_models_lists_every_model() -> None:
    found = {model.__name__ for model in apps.get_app_config("cases").get_models()}

    assert set(cases.models.__all__) == found
    assert list(cases.models.__all__) == sorted(cases.models.__all__)


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


def test_public_urls_are_the_chosen_ones() -> None:
    chosen = {
        "account_login", "account_logout", "account_inactive", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn",
        "accept", "health",
    }  # fmt: skip

    public = {
        pattern.name
        for pattern in _patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
        and not hasattr(pattern.callback, "cls")
    }

    assert public <= chosen


def _public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _services() -> list[Path]:
    """The modules of services; a package's shared parts are not services but begin with none."""
    packages = [p for p in _sources() if p.parent.name == "services" and p.name != "__init__.py"]
    return sorted([*_sources("services.py"), *packages])


@pytest.mark.parametrize("path", _services(), ids=str)
def test_service_is_atomic_signed_and_recorded(path: Path) -> None:
    if path.parent.name == "audit":
        return
    wrong = []
    for function in _public_functions(path):
        decorators = {ast.unparse(d) for d in function.decorator_list}
        keywords = [a.arg for a in function.args.kwonlyargs]
        body = ast.unparse(function)
        checks = {
            "is not atomic": "transaction.atomic" in decorators,
            "takes positional arguments": not function.args.args,
            "is not signed (by=)": "by" in keywords,
            "records nothing": "record" in body,
        }
        wrong += [f"{function.name} {what}" for what, holds in checks.items() if not holds]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", sorted(_sources()), ids=str)
def test_rules_know_nothing_of_http(path: Path) -> None:
    if path.name not in {"services.py", "policies.py", "models.py", "queries.py"}:
        return
    tree = ast.walk(ast.parse(path.read_text()))
    imported = {n.module or "" for n in tree if isinstance(n, ast.ImportFrom)}

    assert not {m for m in imported if m.startswith(("django.http", "rest_framework"))}


def test_every_setting_is_in_the_example_and_the_docs() -> None:
    source = "".join(p.read_text() for p in (ROOT / "config").glob("*.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', source))
    example, docs = (ROOT / ".env.example").read_text(), (ROOT / "docs/deploy.md").read_text()

    assert {n for n in read if not re.search(rf"(?m)^#? ?{n}=", example)} == set()
    assert {n for n in read if f"`{n}" not in docs} == set()


def test_glossary_has_every_model() -> None:
    text = (ROOT / "docs/glossary.md").read_text().lower()
    words = {m: m._meta.verbose_name.lower() for m in OURS}

    assert [w for m, w in words.items() if w not in text and m.__name__.lower() not in text] == []


def test_role_table_of_the_docs_is_that_of_the_code() -> None:
    text = (ROOT / "docs/roles.md").read_text()

    for role in Role:
        row = next(line for line in text.splitlines() if line.startswith(f"| {role.label} |"))
        marks = [cell.strip() == "yes" for cell in row.split("|")[2:-1]]
        assert marks == [permission in GRANTS[role] for permission in Permission]


def test_every_action_of_the_api_declares_its_permission() -> None:
    missing = []
    for pattern in _patterns(get_resolver()):
        view = getattr(pattern.callback, "cls", None)
        if view and issubclass(view, ViewSetMixin):
            actions = pattern.callback.actions.values()
            missing += [f"{view.__name__}.{action}" for action in actions if action not in view.may]

    assert missing == []


BUDGETS = {
    "templates/**/*.html": 150,
    "static/**/*.js": 150,
    "static/**/*.css": 400,
    **{f"{package}/**/*.py": 300 for package in PACKAGES},
}


def test_files_stay_short() -> None:
    lengths = {
        path.relative_to(ROOT): (len(path.read_text().splitlines()), most)
        for pattern, most in BUDGETS.items()
        for path in ROOT.glob(pattern)
        if "migrations" not in path.parts
    }

    long = [f"{path}: {lines} lines" for path, (lines, most) in lengths.items() if lines > most]

    assert not long, "\n".join(long)


def _length(function: ast.FunctionDef) -> int:
    """Lines of its body: what it takes and what it says of itself is for the reader's good."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_stay_short() -> None:
    """But for the demo's, which tell a story from beginning to end."""
    lengths = {
        f"{path.relative_to(ROOT)} {node.name}": _length(node)
        for path in _sources()
        if "demo" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }

    long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > 35]

    assert not long, "\n".join(long)
