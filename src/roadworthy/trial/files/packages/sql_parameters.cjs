// Which parameters an SQL statement has, in the order of their numbers: what SQLite itself counts.
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?\*\/|\?\d*|[@:$][A-Za-z_]\w*/g;

/** `["?", "@name"]`: the n-th is what stands for parameter n. */
exports.parametersOf = (sql) => {
  const found = [];
  for (const [token] of sql.matchAll(TOKENS)) {
    if (token === "?") found.push(token);
    else if (/^\?\d/.test(token)) fill(found, Number(token.slice(1)));
    else if (/^[@:$]/.test(token) && !found.includes(token)) found.push(token);
  }
  return found;
};

/** The statement with a plain `?` in the place of each parameter, and what `valueOf(token, number)` says for each of them. */
exports.withValues = (sql, valueOf) => {
  const names = exports.parametersOf(sql);
  const values = [];
  let plain = 0;
  const asked = sql.replace(TOKENS, (token) => {
    if (!/^[?@:$]/.test(token)) return token;
    const number = token === "?" ? (plain += 1) : /^\?/.test(token) ? Number(token.slice(1)) : names.indexOf(token) + 1;
    values.push(valueOf(token, number));
    return "?";
  });
  return { asked, values, count: names.length };
};

function fill(found, number) {
  while (found.length < number) found.push("?");
}
