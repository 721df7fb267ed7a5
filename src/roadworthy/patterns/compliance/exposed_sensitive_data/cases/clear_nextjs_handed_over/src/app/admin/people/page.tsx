import { asc } from "drizzle-orm";
import { db } from "@/server/db";
import { users } from "@/server/schema";
import { PeopleList } from "./people-list";

export default async function PeoplePage() {
  const people = await db.select().from(users).orderBy(asc(users.id)).limit(50);
  return (
    <>
      <p>{people.length} people</p>
      <PeopleList people={people.map((person) => ({ id: person.id, name: person.name }))} />
    </>
  );
}
