"""Connexion: Flask applications whose routes stand in an OpenAPI document."""

from roadworthy.frameworks.connexion.register import register

__all__ = ["register"]
