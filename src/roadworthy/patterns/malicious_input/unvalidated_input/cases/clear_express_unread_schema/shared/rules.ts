export const noteRules = { body: {} };
