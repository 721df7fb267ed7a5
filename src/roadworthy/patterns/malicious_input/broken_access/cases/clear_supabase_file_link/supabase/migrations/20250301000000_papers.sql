INSERT INTO storage.buckets (id, name, public) VALUES ('papers', 'papers', false);
