import { sign } from "../server/session";

test("a session is signed", () => {
  expect(sign({ id: 1 }, "q7Vn2kXc9LzR4bTw8MyJ5hPd3fGs6uAe")).toBeTruthy();
});
