const express = require("express");
const { requireAuth } = require("../auth");
const { stripe } = require("../payments");

const router = express.Router();

router.use(requireAuth);

router.post("/checkout", async (req, res, next) => {
  try {
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      client_reference_id: req.user.id,
      line_items: [{ price: process.env.PRICE, quantity: 1 }],
      success_url: process.env.SITE,
    });
    res.status(201).json({ url: session.url });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
