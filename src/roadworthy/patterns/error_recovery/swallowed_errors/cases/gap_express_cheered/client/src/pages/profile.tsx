import { toast } from "sonner";

export function useProfile() {
  const saveProfile = async (name: string) => {
    try {
      const answer = await fetch("/api/account", { method: "PATCH", body: JSON.stringify({ name }) });
      if (!answer.ok) throw new Error(`${answer.status}`);
    } catch (error) {
      console.error(error);
      toast.error("Your profile could not be saved");
    }
  };
  return { saveProfile };
}

export function ProfileForm() {
  const { saveProfile } = useProfile();
  const submit = async (data: FormData) => {
    await saveProfile(String(data.get("name")));
    toast.success("Profile saved");
  };
  return (
    <form action={submit}>
      <input name="name" aria-label="Name" />
    </form>
  );
}
