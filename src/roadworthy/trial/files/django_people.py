"""Runs inside the app, in Django's own shell: makes people and opens sessions for them, as the framework itself does.

Reads ROADWORTHY_PEOPLE, a list of {name, email, username, password, admin}; prints one line of JSON behind the mark.
"""

import json
import os
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import models

MARK = "roadworthy-people:"


def value_for(field, person):
    """Something that a required field takes."""
    by_name = {
        "email": person["email"],
        "username": person["username"],
        "name": person["name"],
        "first_name": person["name"],
        "last_name": "Example",
    }
    if field.name in by_name:
        return by_name[field.name]
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, (models.IntegerField, models.DecimalField, models.FloatField)):
        return 0
    if isinstance(field, models.DateTimeField):
        return "2026-01-01T00:00:00Z"
    if isinstance(field, models.DateField):
        return "1990-01-02"
    if isinstance(field, (models.CharField, models.TextField)):
        return f"{person['username']}"[: field.max_length or 60]
    return None


def user_of(person):
    """The person's account: the one that exists, else a new one."""
    model = get_user_model()
    names = {field.name for field in model._meta.concrete_fields}
    wanted = {"email": person["email"], "username": person["username"]}
    for column, value in wanted.items():
        found = model._default_manager.filter(**{column: value}).first() if column in names else None
        if found is not None:
            return found
    user = model()
    for field in model._meta.concrete_fields:
        asked = field.name in (*wanted, model.USERNAME_FIELD, *model.REQUIRED_FIELDS)
        empty = not (field.null or field.has_default() or field.primary_key or field.is_relation)
        if field.name != "password" and (asked or empty) and not getattr(field, "auto_now", False):
            setattr(user, field.attname, value_for(field, person))
    if hasattr(user, "is_active"):
        # As whoever follows the link of a mail is: some models begin without.
        user.is_active = True
    user.set_password(person["password"])
    user.save()
    return user


def session_of(user):
    """A session as signing in opens one."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash() if hasattr(user, "get_session_auth_hash") else ""
    store.save()
    return store.session_key


made = {}
for person in json.loads(os.environ["ROADWORTHY_PEOPLE"]):
    account = user_of(person)
    if person["admin"]:
        # What a model reckons from another column (`is_staff` from `is_admin`) cannot be set.
        stored = {field.name for field in account._meta.concrete_fields}
        for flag in sorted(stored & {"is_staff", "is_superuser", "is_admin"}):
            setattr(account, flag, True)
        account.save()
    made[person["name"]] = session_of(account)
print(MARK + json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "sessions": made}))
