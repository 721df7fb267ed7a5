"""What a build script comes to: the scripts that it runs in turn, written out, less those that ask for a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from roadworthy.regex import regex

_RUNNER = regex(r"^(?:npx )?(?:npm-run-all(?: -s| --serial)?|run-s)((?:\s+[\w:.-]+)+)$")
_RUN = regex(r"^(?:(?:npm|pnpm|yarn|bun) run|pnpm|yarn)\s+([\w:.-]+)$")
_OF_PRISMA = regex(r"^\s*(npx |pnpm (exec |dlx )?|yarn |bunx )?prisma\s")
# Generating is done already, migrating too; what looks whether there is a database looks for the app's own tool.
_OF_DATABASE = regex(
    r"\b(db|prisma)[-:](generate|migrate|push|deploy|seed|client)\b|\b(check|build|push|migrate|update|deploy|seed|wait)[-:](db|prisma)\b"
)
_TSC = regex(r"(npx )?tsc\b")
_NEXT = regex(r"\bnext build\b")
_DEEPEST = 4


def build_steps(command: str, scripts: Mapping[str, str]) -> str:
    """A build line without its steps of Prisma. What stands before `next build` may fail: a build that cannot do without
    it fails by itself, and says so better. So may tsc, which writes what it compiled all the same: the types of the Prisma that a trial runs
    may be newer than it."""
    steps = [f"({one} || true)" if _TSC.match(one) else one for one in _steps(command, scripts, 0)]
    if len(steps) > 1 and any(_NEXT.search(step) for step in steps):
        steps = [one if _NEXT.search(one) or _TSC.match(one[1:]) else f"({one} || true)" for one in steps]
    return " && ".join(steps)


def _steps(command: str, scripts: Mapping[str, str], depth: int) -> Iterator[str]:
    for part in (one.strip() for one in command.split("&&")):
        runner, run = _RUNNER.match(part), _RUN.match(part)
        names = runner[1].split() if runner else [run[1]] if run else []
        if not part or _OF_PRISMA.search(part) or (runner is None and _OF_DATABASE.search(part)):
            continue
        if not names or depth > _DEEPEST or not all(name in scripts for name in names):
            yield part
            continue
        for name in names:
            if not _OF_DATABASE.search(name):
                yield from _steps(scripts[name], scripts, depth + 1)
