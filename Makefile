# `make demo` and `make test` prepare what they need first; see CONTRIBUTING.md.
.PHONY: demo test docs clean

PREPARED := .venv/prepared

demo: $(PREPARED)
	.venv/bin/python scripts/demo.py

test: $(PREPARED)
	scripts/test

docs: $(PREPARED)
	.venv/bin/python -m tools.write_docs

$(PREPARED): pyproject.toml scripts/prepare scripts/system-packages
	scripts/prepare
	touch $@

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
