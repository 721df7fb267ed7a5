import nodemailer from "nodemailer";

export const letters = nodemailer.createTransport({
  service: "gmail",
  auth: { user: "letters.cornershop@gmail.com", pass: "qkzv wjxd nrtp mbcy" },
});
