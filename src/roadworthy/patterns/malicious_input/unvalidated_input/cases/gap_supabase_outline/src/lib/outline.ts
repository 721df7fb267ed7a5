import { createServerFn } from "@tanstack/react-start";
import { generateText } from "ai";
import { openai } from "@ai-sdk/openai";
import { z } from "zod";

const Outline = z.object({ summary: z.string(), points: z.array(z.string()) });

export const outline = createServerFn({ method: "POST" })
  .inputValidator(z.object({ title: z.string() }))
  .handler(async ({ data }) => {
    const { text } = await generateText({ model: openai("gpt-4o-mini"), prompt: `An outline for ${data.title}, as JSON` });
    const found = text.match(/\{[\s\S]*\}/);
    if (!found) throw new Error("No outline came back");
    return Outline.parse(JSON.parse(found[0]));
  });
