"""Drivers that are given SQL as text: pg, mysql2, postgres.js, Neon's, Vercel's, better-sqlite3, sqlite3, and knex."""

from roadworthy.frameworks.sql_drivers.register import register

__all__ = ["register"]
