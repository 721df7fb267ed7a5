"""Libraries whose data or pages Roadworthy does not read: an app that has one is told so, never silently passed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app.deployment import Deployment
from roadworthy.app.model import Unknown
from roadworthy.languages.form import Import, Module
from roadworthy.source import Repository

_DATA = "what it stores and who may read it is not looked at"
_PAGES = "its pages are not looked at"
_ROUTES = "its routes are not looked at"
_WHY: dict[str, tuple[tuple[str, ...], str]] = {
    "Firebase": (("react-native-firebase",), _DATA),
    "Convex": (("convex",), _DATA),
    "Appwrite": (("appwrite", "node-appwrite"), _DATA),
    "PocketBase": (("pocketbase",), _DATA),
    "Amplify": (("aws-amplify",), _DATA),
    "DynamoDB": (("@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "dynamoose"), _DATA),
    "MikroORM": (("@mikro-orm/core",), _DATA),
    "Objection": (("objection",), _DATA),
    "Peewee": (("peewee",), _DATA),
    "MongoEngine": (("mongoengine", "flask-mongoengine"), _DATA),
    "ODMantic": (("odmantic",), _DATA),
    "Firestore": (("google-cloud-firestore",), _DATA),
    "Pony": (("pony",), _DATA),
    "Vue": (("vue", "nuxt"), _PAGES),
    "Svelte": (("svelte", "@sveltejs/kit"), _PAGES),
    "Angular": (("@angular/core",), _PAGES),
    "Solid": (("solid-js",), _PAGES),
    "Astro": (("astro",), _PAGES),
    "routing-controllers": (("routing-controllers",), _ROUTES),
    "tsoa": (("tsoa", "@tsoa/runtime"), _ROUTES),
    "InversifyJS's controllers": (("inversify-express-utils", "@inversifyjs/http-express"), _ROUTES),
    "express-zod-api": (("express-zod-api",), _ROUTES),
    "ts-rest": (("@ts-rest/express", "@ts-rest/next", "@ts-rest/serverless", "@ts-rest/fastify"), _ROUTES),
    "oRPC": (("@orpc/server",), _ROUTES),
    "FeathersJS": (("@feathersjs/feathers",), _ROUTES),
    "LoopBack": (("@loopback/rest",), _ROUTES),
    "Sails": (("sails",), _ROUTES),
    "Payload": (("payload",), "the collections that it serves, and who may read them, are not looked at"),
    "KeystoneJS": (
        ("@keystone-6/core",),
        "the lists that it serves, and who may read them, are not looked at",
    ),
    "Strapi": (
        ("@strapi/strapi",),
        "the collections that it serves, and who may read them, are not looked at",
    ),
    "hapi": (("@hapi/hapi",), _ROUTES),
    "AdonisJS": (("@adonisjs/core",), _ROUTES),
    "Elysia": (("elysia",), _ROUTES),
    "aiohttp": (("aiohttp-jinja2", "aiohttp-session"), _ROUTES),
    "Tornado": (("tornado",), _ROUTES),
    "Sanic": (("sanic",), _ROUTES),
    "Bottle": (("bottle",), _ROUTES),
    "Pyramid": (("pyramid",), _ROUTES),
    "Litestar": (("litestar", "starlite"), _ROUTES),
    "Flask-Classful": (("flask-classful",), _ROUTES),
    "Flask-AppBuilder": (("flask-appbuilder",), _ROUTES),
    "fastapi-crudrouter": (("fastapi-crudrouter",), "the routes that it makes of a model are not looked at"),
    "FastCRUD": (("fastcrud",), "the routes that it makes of a model are not looked at"),
    "Flask-Admin": (("flask-admin",), "its pages, and who may see them, are not looked at"),
    "SQLAdmin": (("sqladmin",), "its pages, and who may see them, are not looked at"),
    "TypeGraphQL": (("type-graphql",), "its resolvers are not looked at"),
    "Strawberry": (("strawberry-graphql", "strawberry-graphql-django"), "its resolvers are not looked at"),
    "Graphene": (("graphene", "graphene-django"), "its resolvers are not looked at"),
    "Streamlit": (("streamlit",), _PAGES),
}


# What other packages bring along into a list of everything that is installed (Jupyter, Flower): it is used where a module imports it.
_BROUGHT = ("tornado",)


def unread_libraries(
    repository: Repository, deployment: Deployment, modules: Iterable[Module]
) -> Iterator[Unknown]:
    """One entry for each such library that a manifest names, at its line there."""
    declared = {name.lower() for name, _version in deployment.packages}
    declared -= {name for name in _BROUGHT if name in declared and not _is_imported(name, modules)}
    for title, (packages, why) in _WHY.items():
        named = next((package for package in packages if package in declared), None)
        if named is not None:
            path, line = _declared_at(repository, deployment, named)
            yield Unknown(path, line, f"{title} is not among the libraries that Roadworthy reads: {why}")


def _is_imported(package: str, modules: Iterable[Module]) -> bool:
    imports = (one for module in modules for one in module.body if isinstance(one, Import))
    return any(one.source.partition(".")[0] == package for one in imports)


def _declared_at(repository: Repository, deployment: Deployment, package: str) -> tuple[str, int]:
    word = re.compile(rf"(?<![\w@/-]){re.escape(package)}(?![\w/-])", re.IGNORECASE)
    for path in deployment.manifests:
        for number, line in enumerate(repository.text(path).splitlines(), 1):
            if word.search(line):
                return path, number
    return (deployment.manifests or ("",))[0], 0
