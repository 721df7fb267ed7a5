import { LeaveButton } from "@/components/leave-button";

export default function LeavePage() {
  return <LeaveButton />;
}
