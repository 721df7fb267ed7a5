const mongoose = require("mongoose");
const passportLocalMongoose = require("passport-local-mongoose");

const userSchema = new mongoose.Schema({
  username: { type: String, required: true },
  role: { type: String, enum: ["member", "admin"], default: "member" },
});

userSchema.plugin(passportLocalMongoose);

module.exports = mongoose.model("User", userSchema);
