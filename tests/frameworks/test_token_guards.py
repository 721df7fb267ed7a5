"""Guards of libraries that verify a token: Nest's JwtService, express-jwt, FastAPI Users."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import Access
from tests.frameworks.node_app import endpoint, understood

NEST = {
    "package.json": '{"name":"notes","dependencies":{"@nestjs/common":"10","@nestjs/core":"10","@nestjs/jwt":"10","@prisma/client":"5"}}',
    "prisma/schema.prisma": "model Note {\n  id Int @id\n  body String\n}\n",
    "main.ts": """
import { CanActivate, Controller, ExecutionContext, Get, Injectable, UnauthorizedException, UseGuards } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PrismaClient } from '@prisma/client';
@Injectable() class Database extends PrismaClient {}
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private jwt: JwtService) {}
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest();
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    if (type !== 'Bearer') throw new UnauthorizedException();
    try { request.user = await this.jwt.verifyAsync(token); } catch { throw new UnauthorizedException(); }
    return true;
  }
}
@Controller('notes')
export class NotesController {
  constructor(private db: Database) {}
  @Get('open') open() { return this.db.note.findMany(); }
  @UseGuards(AuthGuard) @Get() all() { return this.db.note.findMany(); }
}
""",
}


def test_what_nests_token_service_verifies_is_a_sign_in(tmp_path: Path) -> None:
    app = understood(tmp_path, NEST)
    assert Access(endpoint(app, "GET /notes")).anywhere() == {"signed in"}
    assert Access(endpoint(app, "GET /notes/open")).anywhere() == set()


EXPRESS = {
    "package.json": '{"name":"notes","dependencies":{"express":"4","express-jwt":"8","pg":"8"}}',
    "index.js": """
const express = require('express');
const { expressjwt } = require('express-jwt');
const { Pool } = require('pg');
const db = new Pool();
const app = express();
const list = async (req, res) => res.json((await db.query('SELECT * FROM notes')).rows);
app.get('/closed', expressjwt({ secret: process.env.JWT_SECRET, algorithms: ['HS256'] }), list);
app.get('/asked', expressjwt({ secret: process.env.JWT_SECRET, algorithms: ['HS256'], credentialsRequired: false }), list);
app.listen(3000);
""",
}


def test_express_jwt_lets_nobody_pass_without_a_token_unless_it_is_told_to(tmp_path: Path) -> None:
    app = understood(tmp_path, EXPRESS)
    assert Access(endpoint(app, "GET /closed")).anywhere() == {"signed in"}
    assert Access(endpoint(app, "GET /asked")).anywhere() == set()


FASTAPI = {
    "requirements.txt": "fastapi\nfastapi-users\n",
    "main.py": """
from fastapi import Depends, FastAPI
from fastapi_users import FastAPIUsers
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, sessionmaker

Base = declarative_base()


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    body = Column(String(255))


Local = sessionmaker(create_engine("postgresql://x"))


def get_db():
    with Local() as db:
        yield db


people = FastAPIUsers[object, int](manager, [backend])
signed_in = people.current_user(active=True)
app = FastAPI()


@app.get("/closed")
def closed(user=Depends(signed_in), db: Session = Depends(get_db)):
    return db.query(Note).all()


@app.get("/administrators")
def administrators(user=Depends(people.current_user(superuser=True)), db: Session = Depends(get_db)):
    return db.query(Note).all()


@app.get("/asked")
def asked(user=Depends(people.current_user(optional=True)), db: Session = Depends(get_db)):
    return db.query(Note).all()
""",
}


def test_the_current_user_of_fastapi_users_is_signed_in(tmp_path: Path) -> None:
    app = understood(tmp_path, FASTAPI)
    assert Access(endpoint(app, "GET /closed")).anywhere() == {"signed in"}
    assert Access(endpoint(app, "GET /administrators")).anywhere() == {"signed in", "role"}
    assert Access(endpoint(app, "GET /asked")).anywhere() == set()
