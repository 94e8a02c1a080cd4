"""Who may import what: layers, rules that do not know one another, heavy parts at the edges."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("sim", "agents", "scenarios")


def modules(*under: str) -> list[str]:
    """Paths of modules from the root of the repository, in order."""
    return sorted(
        str(path.relative_to(ROOT)) for package in under for path in (ROOT / package).rglob("*.py")
    )


@cache
def parsed(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imported(tree: ast.AST) -> set[str]:
    """Dotted names of what is imported, members included: ``sim.rules.agreements.weighted``."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def at_top(tree: ast.Module) -> set[str]:
    """What is imported when the module is: neither in functions nor for type checking only."""
    plain = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    return imported(ast.Module(plain, []))


def under(names: set[str], *packages: str) -> set[str]:
    return {n for n in names if any(n == p or n.startswith(f"{p}.") for p in packages)}


def test_the_contracts_of_the_project_file_hold():
    code = (
        "import sys; from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("package", "above"),
    [
        ("sim", ("agents", "scenarios", "ui")),
        ("agents", ("scenarios", "ui")),
        ("scenarios", ("ui",)),
    ],
)
def test_no_package_imports_one_above_it(package, above):
    found = {path: under(imported(parsed(path)), *above) for path in modules(package)}
    assert {path: names for path, names in found.items() if names} == {}


def test_rules_import_neither_one_another_nor_the_turn():
    found = {
        (path, name)
        for path in modules("sim/rules")
        for name in under(
            imported(parsed(path)), "sim.rules", "sim.turn", "sim.record", "sim.events"
        )
    }
    assert found == set()


@pytest.mark.parametrize("path", modules("sim/rules"))
def test_a_rule_has_one_public_phase_named_like_its_file(path):
    if path.endswith("__init__.py"):
        assert not parsed(path).body[1:]
        return
    names = [node.name for node in parsed(path).body if isinstance(node, ast.FunctionDef)]
    assert names[0] == Path(path).stem


@pytest.mark.parametrize("path", modules("sim/rules"))
def test_a_rule_asks_for_no_observation(path):
    assert under(imported(parsed(path)), "sim.observe", "sim.legal", "sim.judge") == set()


def test_mesa_is_imported_by_its_model_alone():
    using = [p for p in modules(*PACKAGES, "ui") if under(imported(parsed(p)), "mesa")]
    assert using == ["agents/mesa_model.py"]


def test_pettingzoo_is_imported_by_the_environment_alone():
    using = [
        p for p in modules(*PACKAGES, "ui") if under(imported(parsed(p)), "pettingzoo", "gymnasium")
    ]
    assert using == ["agents/learning/environment.py"]


#: Modules with a clock or luck of their own, and where they may be used.
FOREIGN = ("random", "time", "datetime", "secrets", "uuid")
WITH_REASON = {
    ("scenarios/files.py", "datetime.date"),  # kinds of values in a TOML file, no clock
    ("scenarios/files.py", "datetime.time"),
    # how long a chunk took and when, for the log
    ("scenarios/experiments/playing/task.py", "time.perf_counter"),
    ("scenarios/experiments/storing/log.py", "time.time"),
}


def test_nothing_below_the_screens_has_a_clock_or_luck_of_its_own():
    found = {
        (path, name)
        for path in modules(*PACKAGES)
        for name in under(imported(parsed(path)), *FOREIGN)
    }
    assert found <= WITH_REASON


def test_random_numbers_come_from_one_module():
    using = []
    for path in modules(*PACKAGES):
        tree = parsed(path)
        reached = any(
            isinstance(node, ast.Attribute)
            and node.attr == "random"
            and isinstance(node.value, ast.Name)
            and node.value.id in ("np", "numpy")
            for node in ast.walk(tree)
        )
        if reached or under(imported(tree), "numpy.random"):
            using.append(path)
    # SALib resamples with the global generator, whose state is put back
    indices = "scenarios/experiments/analysis/indices.py"
    assert using == ["agents/mesa_model.py", indices, "sim/draw.py"]


@pytest.mark.parametrize("path", modules("sim"))
def test_the_rules_know_neither_files_nor_processes_nor_sockets(path):
    tree = parsed(path)
    outside = ("os", "pathlib", "io", "shutil", "tempfile", "socket", "subprocess", "sqlite3",
               "threading", "multiprocessing", "asyncio", "pickle", "logging")  # fmt: skip
    assert under(imported(tree), *outside) == set()
    calls = {n.func.id for n in ast.walk(tree)
             if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}  # fmt: skip
    assert calls & {"open", "print", "input", "eval", "exec"} == set()


@pytest.mark.parametrize("path", modules("sim"))
def test_the_rules_import_numpy_and_the_standard_library_alone(path):
    foreign = {
        name
        for name in at_top(parsed(path))
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", "sim"}
    }
    assert foreign == set()


@pytest.mark.parametrize("package", ["networkx", "matplotlib", "pandas", "pygame", "scipy"])
def test_heavy_parts_are_imported_only_where_a_function_needs_them(package):
    using = [path for path in modules(*PACKAGES) if under(at_top(parsed(path)), package)]
    assert using == []


def test_networkx_is_imported_inside_a_function():
    using = [path for path in modules("sim") if under(imported(parsed(path)), "networkx")]
    assert using == ["sim/network.py"]


@pytest.mark.parametrize("module", ["agents.run", "agents.registry", "scenarios.build", "ui.cli"])
def test_importing_the_loop_or_the_command_line_loads_nothing_heavy(module):
    heavy = ("mesa", "networkx", "pandas", "matplotlib", "pygame", "scipy", "pettingzoo")
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


#: Functions that are not correctly rounded everywhere and may not decide anything at run time.
INEXACT = frozenset({
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "pow",
    "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan", "arcsin", "arccos", "cbrt", "hypot",
    "logaddexp",
})  # fmt: skip
DECIDING = [
    *modules("sim/rules", "agents/decisions"),
    "sim/judge.py",
    "sim/legal.py",
    "sim/relations.py",
    "sim/state.py",
    "sim/draw.py",
    "agents/terms.py",
    "agents/calculus.py",
    "agents/chance.py",
    "agents/desk.py",
]


@pytest.mark.parametrize("path", DECIDING)
def test_no_transcendental_function_is_called_while_a_turn_is_played(path):
    found = []
    for function in ast.walk(parsed(path)):
        if not isinstance(function, ast.FunctionDef):
            continue  # tables made when the module is loaded are snapped
        found += [
            (node.lineno, node.func.attr)
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("np", "numpy", "math")
            and node.func.attr in INEXACT
        ]
    assert found == []


def test_every_phase_of_the_turn_is_a_file_of_the_rules():
    phases = {
        name.split(".")[2]
        for name in imported(parsed("sim/turn.py"))
        if name.startswith("sim.rules.")
    }
    files = {Path(path).stem for path in modules("sim/rules")} - {"__init__"}
    assert phases == files


# --- what policies may import -------------------------------------------------------------------

POLICY_MAKING = ("terms", "doctrine", "chance", "scripted", "desk", "mind", "calculus", "policy")
SIGHTED = sorted(
    str(path.relative_to(ROOT))
    for path in [
        *(ROOT / "agents" / "decisions").glob("[a-z]*.py"),
        *(ROOT / "agents" / f"{name}.py" for name in POLICY_MAKING),
        ROOT / "sim" / "legal.py",
    ]
)
FORBIDDEN = ("sim.turn", "sim.account", "sim.rules", "sim.record", "sim.relations", "sim.events")


@pytest.mark.parametrize("path", SIGHTED)
def test_a_policy_imports_codes_of_the_state_but_never_the_state(path):
    tree, names = parsed(path), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
            if node.module == "sim.state":
                assert [a.name for a in node.names if a.name != a.name.upper()] == []
            if node.module == "sim":
                names += [f"sim.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    assert names
    assert [m for m in names if m.startswith(FORBIDDEN)] == []
    assert "sim.state" not in [a.name for n in ast.walk(tree) if isinstance(n, ast.Import)
                               for a in n.names]  # fmt: skip


@pytest.mark.parametrize("path", SIGHTED)
def test_a_policy_does_not_reach_behind_its_observation(path):
    tree = parsed(path)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert names
    assert {name for name in names if "__state" in name} == set()
    assert not any(isinstance(n, ast.Name) and n.id == "State" for n in ast.walk(tree))
