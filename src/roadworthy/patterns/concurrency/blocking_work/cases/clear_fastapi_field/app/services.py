def advise(name: str) -> list[str]:
    hints = []
    if len(name) < 3:
        hints.append("Tell us your whole name")
    return hints
