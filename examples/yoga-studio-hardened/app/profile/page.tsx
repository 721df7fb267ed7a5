import { AvatarUpload } from "@/components/avatar-upload";
import { requireUser } from "@/lib/session";
import { EraseForm } from "./erase-form";
import { ProfileForm } from "./profile-form";

export default async function ProfilePage() {
  const user = await requireUser();
  return (
    <>
      <h1>Your profile</h1>
      <AvatarUpload current={user.avatarUrl} />
      <ProfileForm name={user.name} phone={user.phone ?? ""} />
      <h2>Your data</h2>
      <p>
        <a href="/api/account/export">Download everything we have about you</a>
      </p>
      <EraseForm />
    </>
  );
}
