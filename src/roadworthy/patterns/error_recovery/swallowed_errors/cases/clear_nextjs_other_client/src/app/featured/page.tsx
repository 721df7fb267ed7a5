import { LikeButton } from "@/components/like-button";
import { Providers } from "@/components/providers";

export default function FeaturedPage() {
  return (
    <Providers>
      <LikeButton id={1} />
    </Providers>
  );
}
