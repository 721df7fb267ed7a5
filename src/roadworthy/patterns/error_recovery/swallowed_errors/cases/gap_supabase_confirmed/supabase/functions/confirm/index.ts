import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!);

Deno.serve(async (req) => {
  const url = new URL(req.url);
  const onward = new URL(url);
  onward.pathname = "/notes";
  const token = url.searchParams.get("token_hash");
  if (token) {
    const { error } = await supabase.auth.verifyOtp({ type: "email", token_hash: token });
    if (error) console.warn("the link was refused");
  }
  return Response.redirect(onward.href, 303);
});
