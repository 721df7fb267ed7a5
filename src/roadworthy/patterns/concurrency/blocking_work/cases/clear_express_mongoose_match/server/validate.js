const Joi = require("joi");

const note = Joi.object({
  title: Joi.string().trim().min(1).max(120).required(),
  contact: Joi.string().max(254),
  attempt: Joi.string().guid().required(),
});

module.exports = { note };
