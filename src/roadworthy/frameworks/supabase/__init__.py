"""Supabase: its JavaScript client in pages and on servers, and its edge functions."""

from roadworthy.frameworks.supabase.register import register

__all__ = ["register"]
