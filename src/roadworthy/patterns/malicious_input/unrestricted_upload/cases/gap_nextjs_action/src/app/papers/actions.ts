"use server";

import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { requireUser } from "@/server/session";

export async function keepPaper(paper: File): Promise<string> {
  await requireUser();
  const name = randomUUID();
  await writeFile(`/data/papers/${name}`, Buffer.from(await paper.arrayBuffer()));
  return name;
}
