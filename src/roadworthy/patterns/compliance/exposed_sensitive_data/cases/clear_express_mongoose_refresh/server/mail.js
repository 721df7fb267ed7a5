const nodemailer = require("nodemailer");

const post = nodemailer.createTransport({ host: process.env.MAIL_HOST, connectionTimeout: 5000, socketTimeout: 5000 });

async function send(to, token) {
  await post.sendMail({ to, subject: "Your new password", text: `${process.env.SITE}/reset/${token}` });
}

module.exports = { send };
