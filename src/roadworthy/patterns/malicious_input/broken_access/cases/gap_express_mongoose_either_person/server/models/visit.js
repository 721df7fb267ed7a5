const mongoose = require("mongoose");

const visitSchema = new mongoose.Schema({
  patient: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
  doctor: { type: mongoose.Schema.Types.ObjectId, ref: "User", required: true },
  remarks: { type: String, maxlength: 500 },
});

module.exports = mongoose.model("Visit", visitSchema);
