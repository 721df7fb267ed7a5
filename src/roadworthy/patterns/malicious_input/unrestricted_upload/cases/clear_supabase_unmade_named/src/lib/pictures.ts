import { supabase } from "@/lib/supabase";

const BUCKET = "pictures";

/** Keeps a picture, and tells what went wrong. */
export async function keepPicture(file: File) {
  const { error } = await supabase.storage.from(BUCKET).upload(crypto.randomUUID(), file);
  return error;
}
