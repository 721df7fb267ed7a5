"""The language of a file, told by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

CODE_LANGUAGES = frozenset({"javascript", "typescript", "python"})
BINARY = "binary"

_EXTENSIONS_OF = {
    "javascript": ".js .jsx .mjs .cjs",
    "typescript": ".ts .tsx .mts .cts",
    "python": ".py .pyi",
    "sql": ".sql",
    "prisma": ".prisma",
    "json": ".json .jsonc .json5 .webmanifest",
    "yaml": ".yaml .yml",
    "toml": ".toml",
    "html": ".html .htm .xhtml",
    "css": ".css .scss .sass .less",
    "markdown": ".md .mdx .markdown",
    BINARY: (
        ".png .jpg .jpeg .gif .webp .avif .ico .bmp .tif .tiff .heic .psd .woff .woff2 .ttf .otf .eot "
        ".mp3 .mp4 .m4a .wav .ogg .flac .webm .mov .avi .mkv .pdf .zip .gz .tgz .bz2 .xz .7z .rar .tar .zst "
        ".jar .whl .exe .dll .so .dylib .node .wasm .pyc .class .o .a .db .sqlite .sqlite3 .lockb "
        ".doc .docx .xls .xlsx .ppt .pptx .parquet .npy .pkl .bin .glb"
    ),
}
_LANGUAGE_OF_EXTENSION = {
    extension: language for language, extensions in _EXTENSIONS_OF.items() for extension in extensions.split()
}
_LANGUAGE_OF_NAME = {
    "Pipfile": "toml",
    "poetry.lock": "toml",
    "uv.lock": "toml",
    "Pipfile.lock": "json",
    "bun.lock": "json",
    ".eslintrc": "json",
    ".prettierrc": "json",
    ".babelrc": "json",
}


def language_of(path: str) -> str:
    """The language of the file at `path`: javascript, typescript, python, sql, prisma, json, yaml, toml, html,
    css, markdown, binary (by its extension; content is not looked at) or other."""
    pure = PurePosixPath(path)
    by_name = _LANGUAGE_OF_NAME.get(pure.name)
    return by_name or _LANGUAGE_OF_EXTENSION.get(pure.suffix.lower(), "other")
