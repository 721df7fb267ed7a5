"""What a file is for, told by its path: the app itself, its tests, its tools, or somebody else's code."""

from __future__ import annotations

import re
from functools import lru_cache

from roadworthy.regex import regex

_TESTS = (
    "test",
    "tests",
    "_test",
    "_tests",
    "__tests__",
    "e2e",
    "cypress",
    "spec",
    "__mocks__",
    "storybook",
    ".storybook",
    ".ci",
    ".circleci",
    # What a package of Django's is worked on with, and what its tests run in.
    "devproject",
    "dev_project",
    "testproject",
    "test_project",
    "testapp",
    "test_app",
    "testsite",
)
_TOOLS = frozenset(("seed", "seeds", "seeders", "migrations", "migration", "alembic", ".github"))
# Folders of tools at the top of a repository or of one of its packages; deeper down an app may have pages for tools.
_TOP_TOOLS = frozenset(("scripts", "script", "bin", "tools"))
_TOOL_FILE = regex(
    r"^(seed|migrate|setup|create_admin|init_db|manage|gulpfile|gruntfile)\w*\.\w+$|\.config\.\w+$|^seed|[-_]seed\.|"
    r"(babel|webpack|vite|rollup|eslint)[-\w]*plugin|dev-server",
    re.I,
)
# What lies at the top of a repository to try something out by hand: `test-db.js`, `check-users.mjs`.
_TRIED_OUT = regex(r"^(test|check|debug|verify|inspect|fix|try)[-_][\w-]+\.[cm]?[jt]s$", re.I)
# What fills or sets up an app that is tested: `initdb_testing.js`, `settings-testing.py`.
_FOR_TESTING = regex(r"[\w-]+[-_.]testing\.([cm]?[jt]sx?|py|sql)$", re.I)
# What a test runner loads before the tests: `vitest.setup.ts`, `jest-setup.js`, `setupTests.ts`, `vitestSetup.ts`.
_TEST_SETUP = regex(
    r"(vitest|jest|mocha|playwright|cypress)[-_.]?setup\w*\.\w+$|setup[-_.]?(vitest|jest|tests?)\.\w+$"
    r"|(cypress|playwright|wdio|nightwatch)([-_.]\w+)?\.config\.\w+$",
    re.I,
)
# Containers that tests are run in: `compose.cypress.yaml`.
_TEST_CONTAINERS = regex(r"compose[-_.](\w+[-_.])*(ci|test|tests|e2e|cypress)([-_.]\w+)*\.ya?ml$", re.I)
_LEFT_OVER = regex(r"([-_. ](old|new|backup|bak|copy|orig))+(?=\.\w+$)", re.I)
_FOREIGN = regex(
    r"(^|/)(vendor|vendors|lib/jquery|bootstrap|tinymce|ckeditor|plugins?/[\w-]+/dist|dist|libs?/[\w.-]+\.min)(/|$)"
    r"|\.min\.(js|css)$|(^|/)(jquery|bootstrap|popper|chart|moment|lodash|d3|react|vue|angular)[\w.-]*\.(js|css)$",
    re.I,
)

# Views ask the same of each file some ten times; more files than these are asked anew.
_MOST_PATHS = 1 << 14


@lru_cache(maxsize=_MOST_PATHS)
def is_test(path: str) -> bool:
    """Whether a file is a test, a story or a mock, which says nothing of the app."""
    parts = path.split("/")
    name = parts[-1]
    return (
        any(
            part in _TESTS or part.startswith(("test-", "tests-")) or part.endswith(("_tests", "-tests"))
            for part in parts[:-1]
        )
        or ".test." in name
        or ".spec." in name
        or ".stories." in name
        or ".story." in name
        or name.startswith("test_")
        or name.endswith(("_test.py", "_tests.py", "_test.ts", "_test.js"))
        or name.startswith(("smoke-test", "smoke_test"))
        or _FOR_TESTING.search(name) is not None
        or name
        in ("conftest.py", "tests.py", "test.py", "test.js", "tests.js", "test.mjs", "test.ts", "tests.ts")
        or _TEST_SETUP.match(name) is not None
        or _TEST_CONTAINERS.search(name) is not None
    )


@lru_cache(maxsize=_MOST_PATHS)
def is_tool(path: str) -> bool:
    """Whether a file is run by hand or by a build (a seed, a migration, a script, a configuration), not while the app serves."""
    *folders, name = path.split("/")
    if any(folder in _TOOLS for folder in folders) or any(folder in _TOP_TOOLS for folder in folders[:2]):
        return True
    if not folders and _TRIED_OUT.match(name):
        return True
    return _TOOL_FILE.search(name) is not None or "management/commands/" in path


@lru_cache(maxsize=_MOST_PATHS)
def is_foreign(path: str) -> bool:
    """Whether a file was copied in from a library."""
    return _FOREIGN.search(path) is not None


def original_of(path: str) -> str:
    """`index.ts` for `index_old.ts`: where both stand side by side, the second is left over. '' for an ordinary name."""
    return _LEFT_OVER.sub("", path) if _LEFT_OVER.search(path.rsplit("/", 1)[-1]) else ""
