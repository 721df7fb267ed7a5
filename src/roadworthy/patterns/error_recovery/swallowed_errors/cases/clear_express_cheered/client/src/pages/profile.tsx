import { toast } from "sonner";

export function useProfile() {
  const saveProfile = async (name: string) => {
    try {
      const answer = await fetch("/api/account", { method: "PATCH", body: JSON.stringify({ name }) });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return true;
    } catch (error) {
      console.error(error);
      toast.error("Your profile could not be saved");
      return false;
    }
  };
  return { saveProfile };
}

export function ProfileForm() {
  const { saveProfile } = useProfile();
  const submit = async (data: FormData) => {
    const saved = await saveProfile(String(data.get("name")));
    if (saved) toast.success("Profile saved");
  };
  return (
    <form action={submit}>
      <input name="name" aria-label="Name" />
    </form>
  );
}
