from flask import Blueprint, jsonify, request
from flask_login import login_required
from openai import OpenAI

notes = Blueprint("notes", __name__)
client = OpenAI(timeout=20)


@notes.post("/summary")
@login_required
def summary():
    text = request.form["text"][:2000]
    made = client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": f"In one sentence: {text}"}]
    )
    return jsonify(summary=made.choices[0].message.content)
