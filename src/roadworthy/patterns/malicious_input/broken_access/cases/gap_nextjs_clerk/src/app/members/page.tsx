import { setRole } from "./actions";

export default function MembersPage() {
  return (
    <form action={setRole}>
      <label>
        Member <input name="id" required maxLength={64} />
      </label>
      <label>
        Role <input name="role" required maxLength={16} />
      </label>
      <button type="submit">Save</button>
    </form>
  );
}
