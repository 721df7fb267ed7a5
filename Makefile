# `make demo` and `make test` prepare what they need first; see CONTRIBUTING.md.
.PHONY: demo test experiments docs clean

PREPARED := .venv/prepared

demo: $(PREPARED)
	.venv/bin/python scripts/demo.py

test: $(PREPARED)
	scripts/test

# Every case of every pattern the whole way on a running app, and the prototypes against their twins.
experiments: $(PREPARED)
	.venv/bin/pytest -n 2 --durations 30 -m experiment

docs: $(PREPARED)
	.venv/bin/python -m tools.write_docs

$(PREPARED): pyproject.toml scripts/prepare scripts/system-packages
	scripts/prepare
	touch $@

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
