import requests


def load_preview(note):
    requests.get(f"https://previews.example.com/{note}")
