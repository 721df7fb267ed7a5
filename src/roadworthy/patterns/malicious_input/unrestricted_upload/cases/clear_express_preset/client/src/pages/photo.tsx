import { useState, type ChangeEvent } from "react";

const ADDRESS = "https://api.cloudinary.com/v1_1/base-shop/image/upload";

export default function Photo() {
  const [address, setAddress] = useState("");
  const [failed, setFailed] = useState(false);
  const send = async (event: ChangeEvent<HTMLInputElement>) => {
    const data = new FormData();
    data.append("file", event.target.files![0]);
    const { timestamp, signature, key } = await (await fetch("/api/account/photo-signature")).json();
    data.append("upload_preset", "shop_photos");
    data.append("timestamp", timestamp);
    data.append("api_key", key);
    data.append("signature", signature);
    try {
      const answer = await fetch(ADDRESS, { method: "POST", body: data });
      if (!answer.ok) throw new Error("refused");
      setAddress((await answer.json()).secure_url);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <label>
        Photo <input type="file" accept="image/*" onChange={send} />
      </label>
      {failed && <p role="alert">The photo could not be sent.</p>}
      {address && <p role="status">Kept</p>}
    </>
  );
}
