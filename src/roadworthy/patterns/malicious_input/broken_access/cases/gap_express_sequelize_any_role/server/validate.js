const Joi = require("joi");

const note = Joi.object({
  title: Joi.string().trim().min(1).max(120).required(),
  attempt: Joi.string().guid().required(),
});
const member = Joi.object({
  email: Joi.string().email().max(254).required(),
  password: Joi.string().min(12).max(72).required(),
});
const product = Joi.object({
  name: Joi.string().trim().min(1).max(120).required(),
  stock: Joi.number().integer().min(0).required(),
});

module.exports = { note, member, product };
