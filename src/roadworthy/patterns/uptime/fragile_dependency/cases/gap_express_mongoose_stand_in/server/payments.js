const Razorpay = require("razorpay");

let made = null;

function client() {
  if (!made) made = new Razorpay({ key_id: process.env.KEY_ID, key_secret: process.env.KEY_SECRET });
  return made;
}

// Made when it is first asked for, so that the app starts without a key.
const razorpay = new Proxy(
  {},
  {
    get(_target, name) {
      const real = client();
      const value = Reflect.get(real, name, real);
      return typeof value === "function" ? value.bind(real) : value;
    },
  },
);

module.exports = { razorpay };
