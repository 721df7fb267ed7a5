"""Firestore and Firebase's accounts: what pages and servers ask of them, and what `firestore.rules` lets happen.

Pages reach the documents themselves, bound by the rules alone; `firebase-admin` on a server goes past them.
"""

from roadworthy.frameworks.firestore.register import register

__all__ = ["register"]
