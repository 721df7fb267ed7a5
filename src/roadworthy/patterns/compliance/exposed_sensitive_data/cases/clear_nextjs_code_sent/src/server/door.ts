import { betterAuth } from "better-auth";
import { emailOTP } from "better-auth/plugins";
import { deliver } from "./post";

export const auth = betterAuth({
  plugins: [
    emailOTP({
      async sendVerificationOTP({ email, otp }) {
        await deliver(email, otp);
        console.log("a code was sent");
      },
    }),
  ],
});
