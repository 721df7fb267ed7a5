"""Who pastes a command learns what the names in it stand for."""

from __future__ import annotations

from roadworthy.proof.placeholders import explained


def test_commands_without_names_need_no_word() -> None:
    assert explained(["select 1", 'for i in 1 2; do echo "$i"; done', "$((i+1))"]) == ""


def test_only_the_names_that_stand_there_are_explained() -> None:
    told = explained(['curl -s -H "$BOB" "$BASE/api/notes/1"', 'npx wscat -c "${BASE/http/ws}/live"'])
    assert told == (
        "In the commands $BASE is the app's address (http://localhost:3000) and $BOB the header by which a person is "
        'signed in ("Cookie: ..." or "Authorization: Bearer ...").'
    )


def test_the_people_are_told_apart() -> None:
    told = explained(
        [
            'curl -H "$ALICE" -H "apikey: $PUBLIC_KEY" "$PROJECT/rest/v1/notes"',
            'curl -H "$ADMIN" "$PROJECT/x"',
        ]
    )
    assert "$PROJECT is the address of the Supabase project" in told
    assert "$ALICE the header by which one person is signed in" in told
    assert told.endswith("and $ADMIN an administrator's.")
