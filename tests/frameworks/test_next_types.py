"""A type that a component of the browser imports of a page makes no page of the browser of it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.served import served_pages
from tests.frameworks.app_text import written

PAGE = """
import { PrismaClient } from "@prisma/client";
import { Dates } from "@/components/dates";

const prisma = new PrismaClient();

export type Range = { from: string; to: string };

export default async function LoanPage({ searchParams }: any) {
  const loan = await prisma.loan.findFirst({ where: { id: Number((await searchParams).id) } });
  return <Dates range={{ from: loan.from, to: loan.to }} />;
}
"""
DATES = """
"use client";
import { Range } from "@/app/loans/page";

export function Dates({ range }: { range: Range }) {
  return <p>{range.from}</p>;
}
"""
SCHEMA = """
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}
model Loan {
  id   Int    @id
  from String
  to   String
}
"""


def test_it_is_served_with_what_it_asks(tmp_path: Path) -> None:
    files = {
        "package.json": '{"dependencies": {"next": "15.0.0", "react": "19.0.0", "@prisma/client": "6.0.0"}}',
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}',
        "prisma/schema.prisma": SCHEMA,
        "app/loans/page.tsx": PAGE,
        "components/dates.tsx": DATES,
    }
    (page,) = served_pages(written(tmp_path, files))
    assert page.path == "/loans"
    assert [query.table.lower() for query in page.queries] == ["loan"]
