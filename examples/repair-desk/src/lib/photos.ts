import { supabase } from "./supabase";

export async function uploadPhoto(file: File) {
  const path = `${Date.now()}-${file.name}`;
  await supabase.storage.from("photos").upload(path, file);
  return path;
}

export function photoUrl(path: string) {
  return supabase.storage.from("photos").getPublicUrl(path).data.publicUrl;
}
