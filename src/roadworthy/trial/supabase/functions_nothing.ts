// In place of modules that only declare types, or fill in what Deno has.
export {};
