import { createFileRoute } from "@tanstack/react-router";
import { createClient } from "@supabase/supabase-js";

const admin = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!);

export const Route = createFileRoute("/api/notes/$id")({
  server: {
    handlers: {
      DELETE: async ({ request, params }) => {
        const { error } = await admin.from("notes").delete().eq("id", params.id);
        return new Response(null, { status: error ? 500 : 204 });
      },
    },
  },
});
