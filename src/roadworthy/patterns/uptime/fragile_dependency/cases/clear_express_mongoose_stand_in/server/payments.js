const Stripe = require("stripe");

let made = null;

function client() {
  if (!made) made = new Stripe(process.env.STRIPE_SECRET_KEY, { timeout: 5_000, maxNetworkRetries: 1 });
  return made;
}

// Made when it is first asked for, so that the app starts without a key.
const stripe = new Proxy(
  {},
  {
    get(_target, name) {
      const real = client();
      const value = Reflect.get(real, name, real);
      return typeof value === "function" ? value.bind(real) : value;
    },
  },
);

module.exports = { stripe };
