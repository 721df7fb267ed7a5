/** Which words of the privacy page a customer agreed to; a new version when they change. */
export const PRIVACY_VERSION = "2026-01";
