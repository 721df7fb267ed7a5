"""A sound app whose pages all stand behind a component that may send people elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.patterns.harness import Bench, cases


def guarded(case: str, folder: Path, name: str, source: str) -> Bench:
    """The app of a case, its routes within the component `name` that `source` exports."""
    bench = Bench(next(one for one in cases() if str(one) == case), folder)
    (bench.folder / "client/src/components/guard.tsx").write_text(source)
    app = bench.folder / "client/src/App.tsx"
    text = (
        app.read_text().replace("<Switch>", f"<{name}><Switch>").replace("</Switch>", f"</Switch></{name}>")
    )
    assert f"<{name}>" in text
    app.write_text(f'import {{ {name} }} from "@/components/guard";\n{text}')
    return bench
