"""Who administers a project that keeps rights in a table of their own."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from small_app import plan, write_app

from roadworthy.trial import open_trial
from roadworthy.trial.supabase.project import find_project

MIGRATION = """
CREATE TYPE public.app_role AS ENUM ('customer', 'staff', 'admin');
CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, full_name text);
CREATE TABLE public.user_roles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  role {kind} NOT NULL,
  UNIQUE (user_id, role)
);
ALTER TABLE public.user_roles ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own roles" ON public.user_roles FOR SELECT USING (auth.uid() = user_id);
CREATE FUNCTION public.has_role(_user_id uuid, _role {kind}) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  AS $$ SELECT EXISTS (SELECT 1 FROM public.user_roles WHERE user_id = _user_id AND role = _role) $$;
CREATE TABLE public.dishes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
ALTER TABLE public.dishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "kept by the kitchen" ON public.dishes FOR INSERT WITH CHECK (public.has_role(auth.uid(), 'admin'));
CREATE FUNCTION public.welcome() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO public.profiles (id) VALUES (NEW.id);
  {first}
  RETURN NEW;
END;
$$;
CREATE TRIGGER welcome AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.welcome();
"""
EVERYBODY = "INSERT INTO public.user_roles (user_id, role) VALUES (NEW.id, 'customer');"


@pytest.mark.trial
@pytest.mark.parametrize(("kind", "first"), [("public.app_role", EVERYBODY), ("text", "")])
def test_the_administrator_may_what_alice_may_not(tmp_path: Path, kind: str, first: str) -> None:
    app = write_app(tmp_path / "app", "")
    file = app / "supabase" / "migrations" / "20250101000000_initial.sql"
    file.parent.mkdir(parents=True)
    file.write_text(MIGRATION.format(kind=kind, first=first))
    project = find_project(app, app, {})
    with open_trial(app, plan(database="postgres", supabase=project)) as trial:
        assert trial.supabase is not None and {"admin", "alice"} <= set(trial.actors), trial.notes
        sent = {
            who: trial.supabase.send(
                trial.actor(who), "POST", "/rest/v1/dishes", json={"name": "Soup"}
            ).status
            for who in ("admin", "alice")
        }
    assert sent["admin"] == 201 and sent["alice"] in (401, 403)


REFUSED_BY_ITS_DEFAULT = """
CREATE TABLE public.profiles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL UNIQUE REFERENCES auth.users (id) ON DELETE CASCADE,
  full_name text,
  role text DEFAULT 'user' CHECK (role IN ('customer', 'admin'))
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own profile" ON public.profiles FOR SELECT USING (auth.uid() = user_id);
CREATE FUNCTION public.welcome() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO public.profiles (user_id) VALUES (NEW.id);
  RETURN NEW;
END;
$$;
CREATE TRIGGER welcome AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.welcome();
"""


@pytest.mark.trial
def test_people_are_put_in_where_the_projects_own_trigger_lets_nobody_register(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", "")
    file = app / "supabase" / "migrations" / "20250101000000_initial.sql"
    file.parent.mkdir(parents=True)
    file.write_text(REFUSED_BY_ITS_DEFAULT)
    booted = plan(database="postgres", supabase=find_project(app, app, {}), user_table="profiles")
    rights = {"role": ("customer", "admin")}
    booted = msgspec.structs.replace(booted, rights=rights, admin=("profiles", "role", "admin"))
    with open_trial(app, booted) as trial:
        assert {"admin", "alice", "bob"} <= set(trial.actors), trial.notes
        assert any("nobody can register" in note for note in trial.notes)
        assert {name: trial.actor(name).identity["role"] for name in ("admin", "alice", "bob")} == {
            "admin": "admin",
            "alice": "customer",
            "bob": "customer",
        }
        assert trial.supabase is not None
        newcomer = {"email": "new@example.com", "password": "Tr1al!Passw0rd"}
        answer = trial.supabase.send(trial.actor("anonymous"), "POST", "/auth/v1/signup", json=newcomer)
    assert answer.status == 500
