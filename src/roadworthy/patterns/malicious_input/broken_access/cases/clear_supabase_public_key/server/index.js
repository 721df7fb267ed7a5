import { createClient } from "@supabase/supabase-js";
import express from "express";
import jwt from "jsonwebtoken";

const supabase = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_ANON_KEY);
const app = express();

app.use(express.json());

/** Lets only people through whose token is sound. */
function requireAuth(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization?.split(" ")[1] ?? "", process.env.JWT_SECRET);
    next();
  } catch {
    res.status(401).json({ message: "Sign in first" });
  }
}

app.get("/api/me", requireAuth, async (req, res) => {
  const { data, error } = await supabase.from("users").select("id, name").eq("id", req.user.id).single();
  if (error) return res.status(500).json({ message: "Try again" });
  res.json(data);
});

app.get("/api/conversations/:id/messages", requireAuth, async (req, res) => {
  const own = await supabase
    .from("conversations")
    .select("id")
    .eq("id", req.params.id)
    .eq("user_id", req.user.id)
    .maybeSingle();
  if (own.error) return res.status(500).json({ message: "Try again" });
  if (!own.data) return res.status(404).json({ message: "No such conversation" });
  const { data, error } = await supabase
    .from("messages")
    .select("id, body, created_at")
    .eq("conversation_id", req.params.id)
    .order("created_at")
    .limit(50);
  if (error) return res.status(500).json({ message: "Try again" });
  res.json(data);
});

app.listen(3001);
