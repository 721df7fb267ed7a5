import { SubmitButton } from "@/components/submit-button";
import { requireUser } from "@/server/session";
import { importNote } from "./actions";

export default async function ImportPage() {
  await requireUser();
  return (
    <form action={importNote}>
      <label>
        Text <input name="source" type="file" accept=".txt" required />
      </label>
      <SubmitButton>Import</SubmitButton>
    </form>
  );
}
