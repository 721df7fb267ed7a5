import { createClient } from "@supabase/supabase-js";

const supabase = createClient(process.env.RATES_URL!, process.env.RATES_KEY!);

export async function getRates() {
  const { data, error } = await supabase.from("rates").select("id, name, percent").limit(50);
  if (error) return { success: false as const, error: "The rates could not be read" };
  return { success: true as const, data };
}
