import { useAddNoteMutation } from "@/lib/notes-api";

export default function AccountPage() {
  const [addNote, { isLoading }] = useAddNoteMutation();
  return (
    <button type="button" disabled={isLoading} onClick={() => addNote({ title: "New" })}>
      Add a note
    </button>
  );
}
