/** Which words of the privacy page a member agreed to; a new version when they change. */
export const PRIVACY_VERSION = "2026-01";
