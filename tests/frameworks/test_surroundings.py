"""Statements about what surrounds the code: pipelines, processes, schedules, databases, pinned runtimes."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app.deployment import Deployment
from roadworthy.frameworks.deployment import read_deployment
from roadworthy.source import open_repository
from roadworthy.source.data_files import parsed_yaml


def read(root: Path, files: dict[str, str]) -> Deployment:
    """What is read of a repository with these files."""
    for path, text in {"app.py": "", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return read_deployment(open_repository(root), ())


def test_a_workflow_tells_its_events_jobs_and_commands_with_their_lines(tmp_path: Path) -> None:
    workflow = "on:\n  push:\njobs:\n  ship:\n    needs: check\n    steps:\n      - run: npm test\n"
    (pipeline,) = read(tmp_path, {".github/workflows/ci.yml": workflow}).pipelines
    assert pipeline.triggers == ("push",)
    assert pipeline.jobs[0].needs == ("check",)
    command = pipeline.jobs[0].commands[0]
    assert (command.text, command.location.start_line) == ("npm test", 7)


def test_the_word_no_stays_a_word(tmp_path: Path) -> None:
    compose = "services:\n  app:\n    build: .\n    restart: no\n  db:\n    image: postgres:17\n    restart: always\n"
    deployment = read(tmp_path, {"compose.yml": compose})
    assert [(process.name, process.restarts) for process in deployment.processes] == [
        ("app", False),
        ("db", True),
    ]
    assert [store.name for store in deployment.data_stores] == ["db"]


def test_a_timer_runs_what_its_service_says(tmp_path: Path) -> None:
    files = {
        "deploy/backup.timer": "[Timer]\nOnCalendar=daily\n",
        "deploy/backup.service": "[Service]\nExecStart=/srv/app/backup.sh\n",
    }
    (schedule,) = read(tmp_path, files).schedules
    assert (schedule.command, schedule.every) == ("/srv/app/backup.sh", "daily")


def test_a_timer_without_a_service_runs_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, {"deploy/backup.timer": "[Timer]\nOnCalendar=daily\n"}).schedules == ()


@pytest.mark.parametrize(("days", "backup"), [("7", "on"), ("0", "off"), ("", "off")])
def test_a_database_of_terraform_tells_whether_it_is_saved(tmp_path: Path, days: str, backup: str) -> None:
    setting = f"  backup_retention_period = {days}\n" if days else ""
    files = {"main.tf": f'resource "aws_db_instance" "shop" {{\n{setting}  engine = "postgres"\n}}\n'}
    assert [store.backup for store in read(tmp_path, files).data_stores] == [backup]


def test_a_pinned_runtime_is_found_wherever_it_stands(tmp_path: Path) -> None:
    files = {".nvmrc": "20.11.0\n", "Dockerfile": "FROM python:3.12-slim\nCMD python app.py\n"}
    pins = {(pin.runtime, pin.version) for pin in read(tmp_path, files).pins}
    assert pins == {("node", "20.11.0"), ("python", "3.12-slim")}


def test_a_file_that_is_no_yaml_is_a_pipeline_all_the_same(tmp_path: Path) -> None:
    (pipeline,) = read(tmp_path, {".github/workflows/ci.yml": "on: [push\njobs: }{"}).pipelines
    assert pipeline.jobs == ()


def test_aliases_that_unfold_without_end_are_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, inner in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{inner}'] * 9)}]\n"
    with pytest.raises(ValueError, match="more values"):
        parsed_yaml(bomb)


def test_a_file_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="not YAML"):
        parsed_yaml("[" * 20_000)


def test_what_pip_freeze_wrote_in_powershell_is_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("Flask==3.1.0\r\n".encode("utf-16"))
    deployment = read(tmp_path, {})
    assert deployment.packages == (("flask", "==3.1.0"),)
