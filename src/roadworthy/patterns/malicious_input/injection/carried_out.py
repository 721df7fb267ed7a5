"""Values that are carried out by the server: a program, code, a template, the path of a file."""

from __future__ import annotations

from roadworthy.errors import AppError
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof import Reproduction

_COMMANDS = (
    "; touch {file}",
    "$(touch {file})",
    "'; touch {file}; '",
    '"; touch {file}; "',
    "| touch {file}",
)
_CODE = (
    "process.getBuiltinModule('fs').writeFileSync('{file}', '')",
    "require('fs').writeFileSync('{file}', '')",
    "__import__('pathlib').Path('{file}').touch()",
)
_SUM, _RESULT = "7*1191", "8337"
_TEMPLATES = ("{{{{{sum}}}}}", "<%= {sum} %>", "${{{sum}}}", "#{{{sum}}}")
_LEVELS = 5
_CHECK_SECONDS = 10.0


def prove_command(scene: Scene) -> Reproduction:
    """The shell is asked to make an empty file."""
    return _made(scene, _COMMANDS, "a program that makes a file")


def prove_code(scene: Scene) -> Reproduction:
    """The interpreter is asked to make an empty file."""
    return _made(scene, _CODE, "code that makes a file")


def _made(scene: Scene, values: tuple[str, ...], what: str) -> Reproduction:
    experiment = scene.experiment
    usual = scene.send("1", f"an honest `{scene.name}`", "arrange")
    if usual.status == 0:
        return experiment.untestable(f"an honest value gets no answer: {usual.error}")
    for number, value in enumerate(values):
        file = f"{scene.mark}-{number}"
        honest = "" if values is _CODE else "1"
        scene.send(honest + value.format(file=file), f"`{scene.name}` names {what}: {file}")
        if _is_there(scene, file):
            return experiment.proven(f"`{scene.name}` was carried out: the server made the file {file}")
    if not usual.ok:
        return experiment.untestable(f"an honest value is not accepted either: {usual.status}")
    return experiment.cleared("the values were carried out by nothing: no file was made")


def _is_there(scene: Scene, file: str) -> bool:
    try:
        code, _said = scene.trial.run(f"test -e {file}", _CHECK_SECONDS)
    except AppError:
        return False
    there = code == 0
    scene.experiment.note(
        "observe", "in the server's folder", f"ls {file}", "it is there" if there else "no such file"
    )
    return there


def prove_template(scene: Scene) -> Reproduction:
    """A template is asked to reckon."""
    experiment = scene.experiment
    usual = scene.send(scene.mark, f"an honest `{scene.name}`", "arrange")
    if not usual.ok or scene.mark not in usual.text:
        return experiment.untestable(f"the answer ({usual.status}) does not show `{scene.name}`")
    for value in _TEMPLATES:
        written = value.format(sum=_SUM)
        answer = scene.send(f"{scene.mark}{written}", f"`{scene.name}` holds `{written}`")
        if f"{scene.mark}{_RESULT}" in answer.text:
            return experiment.proven(f"`{scene.name}` was compiled: `{written}` came back as {_RESULT}")
    return experiment.cleared(f"`{scene.name}` came back as it was sent")


def prove_path(scene: Scene) -> Reproduction:
    """A marked file is laid into the app's own folder, outside of where such files are kept, and asked for."""
    experiment = scene.experiment
    if scene.endpoint.method != "GET":
        return experiment.untestable("what is written or removed under a chosen name is not looked for yet")
    name = f"{scene.mark}.txt"
    scene.trial.file(name).write_text(f"{scene.mark} outside\n")
    experiment.note(
        "arrange", f"a file {name} lies in the app's own folder", f"echo '{scene.mark} outside' > {name}"
    )
    missing = scene.send(f"{scene.mark}-no-such", f"`{scene.name}` names a file that is not there", "arrange")
    if missing.status == 0 or missing.status >= 500:
        return experiment.untestable(f"a name without a file is answered {missing.status}")
    for level in range(1, _LEVELS + 1):
        value = "../" * level + name
        answer = scene.send(value, f"`{scene.name}` is {value}")
        if f"{scene.mark} outside" in answer.text:
            return experiment.proven(f"`{scene.name}` = {value} brought a file from outside its folder")
    return experiment.cleared(f"no `../` in `{scene.name}` brought the file")
