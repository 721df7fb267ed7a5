import { useAddNoteMutation } from "@/lib/notes-api";

export default function AccountPage() {
  const [addNote, { isLoading, isError }] = useAddNoteMutation();
  return (
    <button type="button" disabled={isLoading} onClick={() => addNote({ title: "New" })}>
      Add a note {isError && "(not added)"}
    </button>
  );
}
