"""What a project has for saving, restoring, checking and explaining itself is found, and put into words for a shell."""

from __future__ import annotations

from pathlib import Path

from roadworthy.proof.followed_document import told
from roadworthy.proof.own_recovery import restoring, saving
from roadworthy.proof.pipeline_steps import steps_before_shipping
from tests.frameworks.app_text import written

SOURCE = {"index.js": "export const a = 1;\n"}
PACKAGE = '{"name": "a", "scripts": {"build": "tsc", "test": "node --test"}, "dependencies": {"pg": "8"}}'
BACKUP = "#!/bin/sh\nmkdir -p $BACKUP_DIR\npg_dump -Fc -f $BACKUP_DIR/a.dump $DATABASE_URL\npg_restore --list $BACKUP_DIR/a.dump\n"
COPY = "/var/copies/a.dump"


def test_the_backup_is_the_script_that_saves_and_the_way_back_the_one_that_restores(tmp_path: Path) -> None:
    files = {
        **SOURCE,
        "package.json": PACKAGE,
        "scripts/backup.sh": BACKUP,
        "scripts/restore.sh": '#!/usr/bin/env bash\npg_restore -d "$DATABASE_URL" "$1"\n',
        "scripts/restore-drill.sh": "pg_dump a > b\ncreatedb c\npg_restore -d c b\n",
    }
    app = written(tmp_path, files)
    saves, back = saving(app), restoring(app, COPY)
    assert saves is not None and saves.lines == ("sh scripts/backup.sh",)
    assert back is not None and back.lines == (f"bash scripts/restore.sh {COPY}",)


def test_a_page_for_people_becomes_lines_for_this_server_and_this_copy(tmp_path: Path) -> None:
    page = """\
        # Recovery

        ## Restore

        1. Stop the app: `systemctl stop a`
        2. `createdb restored`
        3. `pg_restore --dbname=postgres://me:secret@db.example:5432/restored backups/a-<time>.dump`
        """
    back = restoring(written(tmp_path, SOURCE | {"package.json": PACKAGE, "docs/recovery.md": page}), COPY)
    assert back is not None
    assert back.lines == (
        "createdb restored",
        f"pg_restore --dbname=postgresql://app:app@127.0.0.1:5432/restored {COPY}",
    )
    assert back.needs == ""


def test_a_way_back_through_a_container_is_known_to_need_it(tmp_path: Path) -> None:
    script = "docker exec -i db psql -U a < $1\n"
    back = restoring(written(tmp_path, SOURCE | {"package.json": PACKAGE, "restore.sh": script}), COPY)
    assert back is not None and back.needs == "docker"


def test_the_steps_before_shipping_are_run_and_what_cannot_run_is_named(tmp_path: Path) -> None:
    workflow = """\
        on: [push]
        env: {LEVEL: quiet, TOKEN: "${{ secrets.TOKEN }}"}
        jobs:
          check:
            steps:
              - uses: actions/checkout@v4
              - uses: someone/scan-action@v1
              - run: |
                  npm ci
                  npm run build
              - run: npm test
                working-directory: ./server
              - run: docker compose run tests
          ship:
            needs: check
            steps:
              - run: rsync -a dist/ me@host.example:/srv
        """
    steps = steps_before_shipping(
        written(tmp_path, SOURCE | {"package.json": PACKAGE, ".github/workflows/ci.yml": workflow})
    )
    assert [(step.line, step.folder) for step in steps.run] == [("npm run build", ""), ("npm test", "server")]
    assert steps.run[0].environment == (("LEVEL", "quiet"),)
    assert steps.unseen == ("someone/scan-action@v1", "docker compose run tests")
    assert {"npm ci", "actions/checkout@v4"} <= set(steps.passed_over)


def test_a_readme_is_followed_as_far_as_a_trial_can(tmp_path: Path) -> None:
    readme = """\
        # A

        ```bash
        git clone https://example.com/a.git && cd a
        npm install
        cp .env.example .env
        npm run seed   # first rows
        npm run build
        npm start
        ```

        - `npm run <script>` runs a script
        - The folder `node` is made by `npm run build`
        """
    app = written(tmp_path, SOURCE | {"package.json": PACKAGE, "README.md": readme})
    assert [(one.command, one.way, one.absent) for one in told(app, "README.md")] == [
        ("git clone https://example.com/a.git", "passed over", ""),
        ("npm install", "answered", ""),
        ("cp .env.example .env", "run", ".env.example"),
        ("npm run seed", "run", "a script named seed"),
        ("npm run build", "run", ""),
        ("npm start", "run", "a script named start"),
        ("npm run <script>", "passed over", ""),
        ("npm run build", "run", ""),
    ]
    assert told(app, "README.md")[3].place == "README.md:7"


def test_what_a_shell_works_out_by_itself_is_left_to_it(tmp_path: Path) -> None:
    page = """\
        # Restore

        ```sh
        pg_restore -d a "$(ls -t $BACKUP_DIR/*.dump | head -1)"
        psql a < <backup file>
        psql a < old.sql
        ```
        """
    back = restoring(written(tmp_path, SOURCE | {"package.json": PACKAGE, "docs/recovery.md": page}), COPY)
    assert back is not None
    assert back.lines == (
        'pg_restore -d app "$(ls -t $BACKUP_DIR/*.dump | head -1)"',
        f"psql app < {COPY}",
        f"psql app < {COPY}",
    )


def test_a_backup_that_a_page_tells_is_made_of_the_database_that_is_there(tmp_path: Path) -> None:
    page = """\
        # Backup

        ```sh
        pg_dump -U me -h db.example shop > /tmp/shop.sql
        pg_dump postgres://me:secret@localhost:5432/shop > /tmp/all.sql
        ```
        """
    saves = saving(written(tmp_path, SOURCE | {"package.json": PACKAGE, "docs/backup.md": page}))
    assert saves is not None
    assert saves.lines[1] == "pg_dump postgresql://app:app@127.0.0.1:5432/app > /tmp/all.sql"
    assert saves.lines[0] == "pg_dump -U app -h 127.0.0.1 app > /tmp/shop.sql"
