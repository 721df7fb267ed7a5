import nodemailer from "nodemailer";

export const letters = nodemailer.createTransport({
  service: "gmail",
  auth: { user: "letters.cornershop@gmail.com", pass: "abcd efgh ijkl mnop" },
});
