import { inviteAgent } from "./actions";

async function invite(form: FormData) {
  "use server";
  await inviteAgent(String(form.get("email")), String(form.get("password")));
}

export default function AgentsPage() {
  return (
    <form action={invite}>
      <input name="email" type="email" required />
      <input name="password" type="password" required />
      <button>Invite</button>
    </form>
  );
}
