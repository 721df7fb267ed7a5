import { LikeButton } from "@/components/like-button";

export default function FeaturedPage() {
  return <LikeButton id={1} />;
}
