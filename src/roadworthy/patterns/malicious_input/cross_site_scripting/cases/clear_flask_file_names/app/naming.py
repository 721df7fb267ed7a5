from jinja2.sandbox import SandboxedEnvironment

naming = SandboxedEnvironment(trim_blocks=True, autoescape=False)


def file_name(pattern: str, number: int) -> str:
    return naming.from_string(pattern).render(number=number)
