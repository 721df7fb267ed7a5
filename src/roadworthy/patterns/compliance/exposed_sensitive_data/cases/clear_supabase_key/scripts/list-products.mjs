import { createClient } from "@supabase/supabase-js";

const supabase = createClient("https://qkzvwmrtplsyhbna.supabase.co", "sb_publishable_Xq7rT2mZ9kLw4dBv8NcJ5g_a1Fh3sYe");
const { data, error } = await supabase.from("products").select("name");
if (error) throw error;
console.log(data);
