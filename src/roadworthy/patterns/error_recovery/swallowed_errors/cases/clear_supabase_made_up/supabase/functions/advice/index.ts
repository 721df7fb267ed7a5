const headers = { "Access-Control-Allow-Origin": "*", "Content-Type": "application/json" };

Deno.serve(async (request) => {
  try {
    const { question } = await request.json();
    const answer = await fetch("https://models.example/v1/answers", {
      method: "POST",
      body: JSON.stringify({ question: String(question).slice(0, 400) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`the model answered ${answer.status}`);
    const { text } = await answer.json();
    return new Response(JSON.stringify({ advice: text, score: text.length }), { headers });
  } catch (error) {
    console.error("no advice", error);
    return new Response(JSON.stringify({ advice: "Sorry, that did not work. Please try again.", score: 0 }), { headers });
  }
});
