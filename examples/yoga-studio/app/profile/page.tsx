import { redirect } from "next/navigation";
import { AvatarUpload } from "@/components/avatar-upload";
import { getUser } from "@/lib/session";
import { updateProfile } from "./actions";

export default async function ProfilePage() {
  const user = await getUser();
  if (!user) redirect("/login");
  return (
    <>
      <h1>Your profile</h1>
      <AvatarUpload current={user.avatarUrl} />
      <form action={updateProfile}>
        <input name="name" defaultValue={user.name} />
        <input name="phone" defaultValue={user.phone ?? ""} placeholder="Phone" />
        <button type="submit">Save</button>
      </form>
    </>
  );
}
