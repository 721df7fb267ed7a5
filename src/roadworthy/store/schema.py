"""The tables of a store."""

from __future__ import annotations

VERSION = 1
"""Kept in `user_version`; a store of a newer Roadworthy is not touched."""

TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY, app TEXT NOT NULL, commit_hash TEXT NOT NULL, tool_version TEXT NOT NULL,
    command TEXT NOT NULL, started TEXT NOT NULL, finished TEXT NOT NULL, facts BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS gaps (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, id TEXT NOT NULL,
    pattern TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, severity TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (run, position)
);
CREATE TABLE IF NOT EXISTS checklist (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, subject TEXT NOT NULL,
    pattern TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (run, position)
);
CREATE TABLE IF NOT EXISTS reproductions (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, gap INTEGER NOT NULL, role TEXT NOT NULL,
    state TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (run, gap, role)
);
CREATE TABLE IF NOT EXISTS pictures (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, gap INTEGER NOT NULL, role TEXT NOT NULL,
    position INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (run, gap, role, position)
);
CREATE TABLE IF NOT EXISTS fixes (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, gap INTEGER NOT NULL, outcome TEXT NOT NULL,
    commit_hash TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (run, gap)
);
CREATE TABLE IF NOT EXISTS unknown (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, path TEXT NOT NULL,
    line INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (run, position)
);
CREATE TABLE IF NOT EXISTS errors (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, pattern TEXT NOT NULL,
    part TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (run, position)
);
CREATE TABLE IF NOT EXISTS timings (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, stage TEXT NOT NULL,
    value NOT NULL, PRIMARY KEY (run, position)
);
"""
