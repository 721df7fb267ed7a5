import { SubmitButton } from "@/components/submit-button";
import { requireUser } from "@/server/session";
import { signOut } from "../login/actions";
import { deleteAccount } from "./actions";

export default async function AccountPage() {
  const user = await requireUser();
  return (
    <>
      <h1>{user.name}</h1>
      <form action={signOut}>
        <SubmitButton>Sign out</SubmitButton>
      </form>
      <form action={deleteAccount}>
        <SubmitButton>Delete my account and everything in it</SubmitButton>
      </form>
    </>
  );
}
