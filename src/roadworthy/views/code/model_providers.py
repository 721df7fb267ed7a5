"""Who is asked when a model is asked."""

from __future__ import annotations

import re

from roadworthy.regex import regex

MODELS = regex(
    r"openai|anthropic|voyage-?ai|generativelanguage|google-ai|gemini|replicate|cohere|mistral|huggingface|together\.(ai|xyz)|groq"
    r"|perplexity|deepseek|bedrock|elevenlabs|stability[.-]?ai|fal\.(ai|run)|^llm$|openrouter|^ai\.|(^|[.-])ai[.-]gateway|gateway\.ai|\bx\.ai$",
    re.I,
)
"""Found in the name or the address of a service of language models, pictures or speech."""
