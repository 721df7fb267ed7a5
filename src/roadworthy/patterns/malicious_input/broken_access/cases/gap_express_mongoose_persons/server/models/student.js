const mongoose = require("mongoose");

const studentSchema = new mongoose.Schema({
  name: { type: String, required: true, maxlength: 80 },
  score: { type: Number, min: 0, max: 100 },
});

module.exports = mongoose.model("Student", studentSchema);
