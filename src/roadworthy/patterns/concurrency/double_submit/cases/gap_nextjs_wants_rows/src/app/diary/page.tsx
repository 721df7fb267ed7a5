import { requireUser } from "@/server/session";
import { EntryForm } from "./entry-form";

export default async function DiaryPage() {
  await requireUser();
  return <EntryForm />;
}
