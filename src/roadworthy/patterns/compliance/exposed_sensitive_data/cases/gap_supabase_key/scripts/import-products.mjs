import { createClient } from "@supabase/supabase-js";

const supabase = createClient("https://qkzvwmrtplsyhbna.supabase.co", "sb_secret_Xq7rT2mZ9kLw4dBv8NcJ5g_a1Fh3sYe");
const { error } = await supabase.from("products").insert({ name: "Lamp", price: 20, stock: 3 });
if (error) throw error;
