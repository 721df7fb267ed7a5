const LARGEST = 2 * 1024 * 1024;

/** What is wrong with a photo, or an empty text. */
export function faultOf(photo: File): string {
  if (photo.size > LARGEST) return "The photo is larger than 2 MB";
  return ["image/jpeg", "image/png"].includes(photo.type) ? "" : "The photo is no picture";
}
