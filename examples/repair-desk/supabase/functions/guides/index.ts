const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};

// Repair guides of iFixit for a device
Deno.serve(async (req) => {
  if (req.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });

  const { device } = await req.json();
  const res = await fetch(`https://www.ifixit.com/api/2.0/suggest/${encodeURIComponent(device)}?doctypes=guide`);
  const data = await res.json();
  const guides = (data.results || []).slice(0, 3).map((guide: any) => ({ title: guide.title, url: guide.url }));
  return new Response(JSON.stringify({ guides }), { headers: { ...corsHeaders, "Content-Type": "application/json" } });
});
