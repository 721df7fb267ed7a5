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

METERED = regex(
    r"^maps\.googleapis\.com|^places\.googleapis|api\.mapbox\.com|api\.deepl\.com|translation\.googleapis|vision\.googleapis|speech\.googleapis"
    r"|texttospeech\.googleapis|serpapi|api\.exa\.ai|tavily|firecrawl|scrapingbee|scraperapi|brightdata|apify|rapidapi|hunter\.io|clearbit"
    r"|peopledatalabs|assemblyai|deepgram|remove\.bg|browserless|opencagedata|positionstack|ipstack",
    re.I,
)
"""Found in the address of a service that is paid for by the call: maps, searches, translations, speech, pages fetched by others."""
