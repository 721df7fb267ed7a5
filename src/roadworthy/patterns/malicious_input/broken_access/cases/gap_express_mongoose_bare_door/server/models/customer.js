const mongoose = require("mongoose");

const customerSchema = new mongoose.Schema({
  name: { type: String, required: true, maxlength: 120 },
  phone: { type: String, maxlength: 30 },
});

module.exports = mongoose.model("Customer", customerSchema);
