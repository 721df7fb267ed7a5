const { onCall, HttpsError } = require("firebase-functions/v2/https");
const admin = require("firebase-admin");

admin.initializeApp();

exports.appoint = onCall(async (request) => {
  if (!request.auth) throw new HttpsError("unauthenticated", "Sign in first");
  if (request.auth.token.role !== "admin") throw new HttpsError("permission-denied", "Administrators only");
  await admin.auth().setCustomUserClaims(request.data.uid, { role: "admin" });
  return { done: true };
});
